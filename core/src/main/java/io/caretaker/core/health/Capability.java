package io.caretaker.core.health;

/// What an engine's adapter can do today. What it lacks, it says.
public enum Capability {
    /// Log-in, round trip, first metrics.
    CHECK,
    /// Finding servers on this machine.
    DISCOVER,
    /// Creating the monitoring account through local administrator access.
    ADOPT,
    /// Every metric of a health check, with the tables behind them.
    HEALTH,
    /// Seeing and ending sessions.
    SESSIONS,
    /// Refusing new connections, and taking that back exactly.
    LOCKDOWN,
    /// Recording what the server is asked, and how long it takes.
    PROFILER
}
