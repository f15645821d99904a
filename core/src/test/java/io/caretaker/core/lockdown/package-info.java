@NullMarked
package io.caretaker.core.lockdown;

import org.jspecify.annotations.NullMarked;
