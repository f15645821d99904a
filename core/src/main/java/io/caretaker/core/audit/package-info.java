/// Who did what, when, and with which result, in a chain that shows tampering.
@NullMarked
package io.caretaker.core.audit;

import org.jspecify.annotations.NullMarked;
