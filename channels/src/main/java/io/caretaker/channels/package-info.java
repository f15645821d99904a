/// Ways to people and their tools: one [io.caretaker.core.alert.Channel] for each kind.
@NullMarked
package io.caretaker.channels;

import org.jspecify.annotations.NullMarked;
