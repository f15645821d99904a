/// The watch loop: when a check is due, how it is run within its deadline, what its result changes.
@NullMarked
package io.caretaker.server.watch;

import org.jspecify.annotations.NullMarked;
