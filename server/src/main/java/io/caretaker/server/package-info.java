/// The daemon: its loops, and how they start and stop.
@NullMarked
package io.caretaker.server;

import org.jspecify.annotations.NullMarked;
