package io.caretaker.core.inventory;

/// How loudly people are told, in rising order.
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
