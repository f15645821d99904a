/// The PostgreSQL engine: logging in, first metrics, recognising servers and adopting them.
@NullMarked
package io.caretaker.postgresql;

import org.jspecify.annotations.NullMarked;
