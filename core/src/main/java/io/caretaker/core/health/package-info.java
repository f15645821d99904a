/// Database engines: recognising a server, logging in, and first metrics.
@NullMarked
package io.caretaker.core.health;

import org.jspecify.annotations.NullMarked;
