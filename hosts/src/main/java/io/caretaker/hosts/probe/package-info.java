/// Answering checks: TCP, HTTP, units, processes, plugins, host limits; and names within a
/// deadline.
@NullMarked
package io.caretaker.hosts.probe;

import org.jspecify.annotations.NullMarked;
