/// What people ask for, whichever way they come: each call checks, acts, and is audited.
@NullMarked
package io.caretaker.server.desk;

import org.jspecify.annotations.NullMarked;
