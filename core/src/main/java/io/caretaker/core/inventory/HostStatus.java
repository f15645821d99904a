package io.caretaker.core.inventory;

/// Whether a host's services are watched and healed (`ACTIVE`), only watched (`MAINTENANCE`), or
/// neither.
public enum HostStatus {
    ACTIVE,
    MAINTENANCE,
    DECOMMISSIONED
}
