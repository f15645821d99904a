/// Talking to the service manager that started caretaker.
@NullMarked
package io.caretaker.hosts.notify;

import org.jspecify.annotations.NullMarked;
