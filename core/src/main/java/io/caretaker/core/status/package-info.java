/// From single results to the status people act on: soft and hard states, flapping, uptime.
@NullMarked
package io.caretaker.core.status;

import org.jspecify.annotations.NullMarked;
