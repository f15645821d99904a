@NullMarked
package io.caretaker.core.audit;

import org.jspecify.annotations.NullMarked;
