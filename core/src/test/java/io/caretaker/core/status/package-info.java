@NullMarked
package io.caretaker.core.status;

import org.jspecify.annotations.NullMarked;
