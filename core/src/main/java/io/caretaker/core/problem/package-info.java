/// The one exception of caretaker and its codes.
@NullMarked
package io.caretaker.core.problem;

import org.jspecify.annotations.NullMarked;
