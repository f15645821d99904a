@NullMarked
package io.caretaker.core.health;

import org.jspecify.annotations.NullMarked;
