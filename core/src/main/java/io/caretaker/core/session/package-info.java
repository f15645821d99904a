/// Sessions of a database: who is there, who blocks whom, whom to end and whom to spare.
@NullMarked
package io.caretaker.core.session;

import org.jspecify.annotations.NullMarked;
