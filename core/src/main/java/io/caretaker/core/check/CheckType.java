package io.caretaker.core.check;

/// What a row of the history comes from.
public enum CheckType {
    STATUS_CHECK,
    HEALTH_CHECK,
    PERFORMANCE
}
