/// Finding the database servers of this machine, watching them unasked, and adopting them.
@NullMarked
package io.caretaker.server.discover;

import org.jspecify.annotations.NullMarked;
