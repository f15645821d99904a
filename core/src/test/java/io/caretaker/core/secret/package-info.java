@NullMarked
package io.caretaker.core.secret;

import org.jspecify.annotations.NullMarked;
