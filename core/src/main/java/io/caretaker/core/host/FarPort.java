package io.caretaker.core.host;

/// What a host found when it was asked to connect to a port.
public sealed interface FarPort {
    /// Somebody accepts connections there.
    record Open() implements FarPort {}

    /// Nobody listens there, or nothing came back to the host.
    record Closed(String reason) implements FarPort {}

    /// The host lets nobody connect onwards from it.
    record Forbidden(String reason) implements FarPort {}
}
