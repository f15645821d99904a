/// Reaching every host of the inventory.
@NullMarked
package io.caretaker.hosts;

import org.jspecify.annotations.NullMarked;
