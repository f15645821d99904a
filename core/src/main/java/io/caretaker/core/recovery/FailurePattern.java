package io.caretaker.core.recovery;

/// Why a service is down, as far as its log, its exit or its host tell.
public enum FailurePattern {
    /// Nothing was recognised.
    NONE,
    CONFIGURATION_INVALID,
    DISK_FULL,
    OUT_OF_MEMORY,
    PORT_TAKEN,
    /// A PID or lock file of a process that is gone, or that is another program by now.
    STALE_LOCK,
    PERMISSION,
    /// Data files are damaged: never restarted blindly.
    DATA_CORRUPT,
    /// Crash recovery or start-up is in progress: wait.
    STARTING,
    /// Another server runs on the same data already.
    ALREADY_RUNNING
}
