/// The death of local processes as an event.
@NullMarked
package io.caretaker.hosts.watch;

import org.jspecify.annotations.NullMarked;
