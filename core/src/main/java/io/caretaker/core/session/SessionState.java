package io.caretaker.core.session;

/// What a session is doing.
public enum SessionState {
    ACTIVE("active"),
    IDLE("idle"),
    /// A transaction is open and nothing runs.
    IDLE_IN_TRANSACTION("idle in transaction"),
    /// The same after an error: only a rollback is possible.
    IDLE_IN_ABORTED_TRANSACTION("idle in transaction (aborted)"),
    /// The account may not see it, or the server does not track it.
    UNKNOWN("unknown");

    private final String words;

    SessionState(String words) {
        this.words = words;
    }

    /// As PostgreSQL and people say it.
    public String words() {
        return words;
    }

    public boolean idleInTransaction() {
        return this == IDLE_IN_TRANSACTION || this == IDLE_IN_ABORTED_TRANSACTION;
    }
}
