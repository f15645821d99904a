package io.caretaker.core.overview;

import io.caretaker.core.health.HealthStatus;

/// How a database is, as its metrics say.
///
/// @param score 0 to 100, 100 is best
/// @param worst the message of the worst alert in force; empty while there is none
public record DatabaseHealth(HealthStatus status, int score, String worst) {}
