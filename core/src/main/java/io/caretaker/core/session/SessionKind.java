package io.caretaker.core.session;

/// What a session is there for. Only [#CLIENT] may ever be ended by a clean-up.
public enum SessionKind {
    /// Somebody's work.
    CLIENT("a client"),
    /// Caretaker's own.
    OWN("caretaker's own session"),
    /// Sends or receives the changes of a replica, logical or physical.
    REPLICATION("replication"),
    /// Takes a backup.
    BACKUP("a backup"),
    /// Vacuum, analyze, index builds and their kin, started by the server or by a person.
    MAINTENANCE("maintenance"),
    /// The server's own processes.
    SYSTEM("a process of the server itself"),
    /// Holds locks without anybody connected (two-phase commit).
    PREPARED("a prepared transaction");

    private final String words;

    SessionKind(String words) {
        this.words = words;
    }

    /// As people say it: `a backup`.
    public String words() {
        return words;
    }
}
