package io.caretaker.core.health;

/// How a database is, as its metrics say. The order is that of badness.
public enum HealthStatus {
    HEALTHY,
    WARNING,
    CRITICAL
}
