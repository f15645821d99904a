/// When a service may be healed, by which step, and what is remembered about it.
@NullMarked
package io.caretaker.core.recovery;

import org.jspecify.annotations.NullMarked;
