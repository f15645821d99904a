/// Telling people by log and by command.
@NullMarked
package io.caretaker.server.tell;

import org.jspecify.annotations.NullMarked;
