/// Caring for databases beyond being up: judging their health, ending sessions that do harm.
@NullMarked
package io.caretaker.server.care;

import org.jspecify.annotations.NullMarked;
