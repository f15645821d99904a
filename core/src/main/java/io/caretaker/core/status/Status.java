package io.caretaker.core.status;

import io.caretaker.core.check.Outcome;

/// What people see of a service (`current_status`).
public enum Status {
    RUNNING,
    WARNING,
    STOPPED,
    ERROR,
    UNKNOWN;

    /// Whether the service does its work.
    public boolean up() {
        return this == RUNNING || this == WARNING;
    }

    /// Whether the service is known not to do its work.
    public boolean down() {
        return this == STOPPED || this == ERROR;
    }

    public static Status of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Up _ -> RUNNING;
            case Outcome.Warning _ -> WARNING;
            case Outcome.Down down -> down.fault().absent() ? STOPPED : ERROR;
            case Outcome.Unknown _ -> UNKNOWN;
        };
    }
}
