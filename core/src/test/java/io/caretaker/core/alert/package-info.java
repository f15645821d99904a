@NullMarked
package io.caretaker.core.alert;

import org.jspecify.annotations.NullMarked;
