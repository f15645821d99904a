@NullMarked
package io.caretaker.channels.text;

import org.jspecify.annotations.NullMarked;
