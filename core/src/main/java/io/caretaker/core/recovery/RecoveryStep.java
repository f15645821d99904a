package io.caretaker.core.recovery;

/// One rung of the ladder, gentle before drastic.
public enum RecoveryStep {
    RELOAD,
    START,
    STOP,
    RESTART,
    /// Moves a PID or lock file of a dead process aside, then starts.
    CLEAR_STALE_LOCK,
    /// Puts the last good configuration back (the bad one is kept beside it), then restarts.
    RESTORE_CONFIGURATION,
    /// The operator's own program.
    CUSTOM_SCRIPT;

    /// Whether this step starts a process anew and so counts towards a restart loop.
    public boolean restarts() {
        return this != RELOAD && this != STOP;
    }

    /// What it does, for people: `restart it`.
    public String words() {
        return switch (this) {
            case RELOAD -> "reload it";
            case START -> "start it";
            case STOP -> "stop it";
            case RESTART -> "restart it";
            case CLEAR_STALE_LOCK -> "clear a stale lock and start it";
            case RESTORE_CONFIGURATION -> "put its last good configuration back and restart it";
            case CUSTOM_SCRIPT -> "run its recovery program";
        };
    }
}
