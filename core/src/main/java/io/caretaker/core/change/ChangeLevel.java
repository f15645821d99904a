package io.caretaker.core.change;

/// What a step changes, for those who undo only one kind.
public enum ChangeLevel {
    /// Configuration files and what is enabled.
    CONFIG,
    /// Accounts, authentication, firewall, certificates.
    SECURITY,
    /// Watchdogs and schedules.
    MONITORING
}
