package io.caretaker.core.host;

/// A socket that accepts connections.
public sealed interface ListeningSocket {
    /// TCP; the address is numeric, `0.0.0.0` or `::` for all.
    record Tcp(String address, int port) implements ListeningSocket {}

    /// A Unix-domain socket by path.
    record Unix(String path) implements ListeningSocket {}
}
