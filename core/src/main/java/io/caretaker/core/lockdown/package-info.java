/// Refusing new connections to a database server, and taking that back exactly.
@NullMarked
package io.caretaker.core.lockdown;

import org.jspecify.annotations.NullMarked;
