@NullMarked
package io.caretaker.core.inventory;

import org.jspecify.annotations.NullMarked;
