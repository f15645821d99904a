/// What the daemon counts of itself. Counts only ever grow, until the process ends.
@NullMarked
package io.caretaker.server.count;

import org.jspecify.annotations.NullMarked;
