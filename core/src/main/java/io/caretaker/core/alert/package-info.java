/// Telling people: what there is to tell, the pure stages from a [Notice] to a [Message], and the
/// ports that keep and send.
@NullMarked
package io.caretaker.core.alert;

import org.jspecify.annotations.NullMarked;
