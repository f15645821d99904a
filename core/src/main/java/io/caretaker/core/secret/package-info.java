/// Values that must never be printed, and where they come from.
@NullMarked
package io.caretaker.core.secret;

import org.jspecify.annotations.NullMarked;
