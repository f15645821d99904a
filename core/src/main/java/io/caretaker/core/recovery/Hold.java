package io.caretaker.core.recovery;

/// The guard that keeps recovery from acting now.
public enum Hold {
    /// A person paused recovery everywhere.
    PAUSED,
    /// The service has not opted in.
    NOT_OPTED_IN,
    /// The host is in maintenance or decommissioned.
    HOST_NOT_ACTIVE,
    MAINTENANCE_WINDOW,
    /// The host or a dependency is down: that is healed first.
    DEPENDENCY_DOWN,
    /// A start, crash recovery or orderly stop is under way.
    IN_PROGRESS,
    /// It goes up and down too often for another restart to help.
    FLAPPING,
    /// The last attempt is too recent.
    COOLDOWN,
    /// The environment demands a person's approval and there is none yet.
    AWAITING_APPROVAL,
    /// A person said no.
    DENIED,
    /// The veto command said no.
    VETOED,
    /// A restart cannot heal this kind of failure.
    NOT_HEALABLE,
    /// The disk that stopped the service is still full.
    DISK_FULL,
    /// Nobody told how to start it.
    NO_CONTROL,
    /// Its host does not answer, or does not let caretaker in: nothing is known, nothing is done.
    HOST_UNREACHABLE,
    /// A person locked it down in an emergency.
    LOCKED_DOWN,
    /// It was brought back before, and a person or a time must lift the block first.
    BLOCKED
}
