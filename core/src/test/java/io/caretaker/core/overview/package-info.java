@NullMarked
package io.caretaker.core.overview;

import org.jspecify.annotations.NullMarked;
