@NullMarked
package io.caretaker.channels;

import org.jspecify.annotations.NullMarked;
