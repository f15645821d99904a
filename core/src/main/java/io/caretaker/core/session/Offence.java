package io.caretaker.core.session;

/// Why a session may be ended, in the order in which that is done.
public enum Offence {
    /// It is the root of a lock tree: others wait for it, and it waits for nobody.
    BLOCKING("blocking", "blocked_locks"),
    IDLE_IN_TRANSACTION("idle_in_transaction", "idle_in_transaction"),
    LONG_QUERY("long_query", "long_running_queries"),
    /// It only takes up a connection.
    IDLE("idle", "total_connections");

    private final String label;
    private final String metric;

    Offence(String label, String metric) {
        this.label = label;
        this.metric = metric;
    }

    /// As settings and documents have it.
    public String label() {
        return label;
    }

    /// The metric whose threshold allows sessions to be ended for it.
    public String metric() {
        return metric;
    }
}
