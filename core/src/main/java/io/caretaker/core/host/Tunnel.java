package io.caretaker.core.host;

/// A way to a TCP port of a host. Thread-safe.
public interface Tunnel extends AutoCloseable {
    /// Where to connect on this machine: an address, or a name for a way that needs no tunnel.
    String host();

    int port();

    /// Whether it still leads there; once false, it stays false.
    boolean open();

    @Override
    void close();

    /// None is needed on the machine itself.
    record Direct(String host, int port) implements Tunnel {
        @Override
        public boolean open() {
            return true;
        }

        @Override
        public void close() {}
    }
}
