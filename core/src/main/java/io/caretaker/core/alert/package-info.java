/// Telling people: what is said, and the port that says it.
@NullMarked
package io.caretaker.core.alert;

import org.jspecify.annotations.NullMarked;
