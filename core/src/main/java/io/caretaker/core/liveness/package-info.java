/// Whether caretaker itself still works.
@NullMarked
package io.caretaker.core.liveness;

import org.jspecify.annotations.NullMarked;
