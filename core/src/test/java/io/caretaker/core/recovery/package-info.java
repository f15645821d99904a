@NullMarked
package io.caretaker.core.recovery;

import org.jspecify.annotations.NullMarked;
