package io.caretaker.core.health;

import java.util.Locale;

/// What an engine's adapter can do today. What it lacks, it says.
public enum Capability {
    /// Log-in, round trip, first metrics.
    CHECK("log in and read first metrics"),
    /// Finding servers on this machine.
    DISCOVER("find servers of this machine"),
    /// Creating the monitoring account through local administrator access.
    ADOPT("create its own account"),
    /// Every metric of a health check, with the tables behind them.
    HEALTH("read every metric of a health check"),
    /// Seeing and ending sessions.
    SESSIONS("see and end sessions"),
    /// Refusing new connections, and taking that back exactly.
    LOCKDOWN("refuse clients and take that back exactly");

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /// What it lets caretaker do, after "caretaker can".
    public String words() {
        return words;
    }

    /// Its name as programs have it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
