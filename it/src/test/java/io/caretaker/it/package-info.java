@NullMarked
package io.caretaker.it;

import org.jspecify.annotations.NullMarked;
