@NullMarked
package io.caretaker.channels.email;

import org.jspecify.annotations.NullMarked;
