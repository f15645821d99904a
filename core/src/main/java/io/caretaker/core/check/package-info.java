/// What a check asks, what it may cost, and what came back.
@NullMarked
package io.caretaker.core.check;

import org.jspecify.annotations.NullMarked;
