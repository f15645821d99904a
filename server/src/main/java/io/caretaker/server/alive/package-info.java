/// Whether the daemon's own loops make progress.
@NullMarked
package io.caretaker.server.alive;

import org.jspecify.annotations.NullMarked;
