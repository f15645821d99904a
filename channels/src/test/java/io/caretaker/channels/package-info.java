/// Tests of the channels.
@NullMarked
package io.caretaker.channels;

import org.jspecify.annotations.NullMarked;
