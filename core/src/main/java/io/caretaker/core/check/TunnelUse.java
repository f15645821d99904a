package io.caretaker.core.check;

/// Whether a check of a service on another host goes through the connection to that host.
public enum TunnelUse {
    /// When the address is the host's own loopback, or the port is not open to this machine.
    AUTO,
    ALWAYS,
    NEVER
}
