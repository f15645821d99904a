@NullMarked
package io.caretaker.core.session;

import org.jspecify.annotations.NullMarked;
