/// Caring for databases beyond being up: their sessions, and their emergencies.
@NullMarked
package io.caretaker.server.care;

import org.jspecify.annotations.NullMarked;
