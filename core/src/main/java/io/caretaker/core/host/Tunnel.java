package io.caretaker.core.host;

import java.net.InetSocketAddress;

/// A way to a TCP port of a host. Thread-safe.
public interface Tunnel extends AutoCloseable {
    /// Where to connect on this machine.
    InetSocketAddress address();

    /// Whether it still leads there; once false, it stays false.
    boolean open();

    @Override
    void close();

    /// None is needed on the machine itself.
    record Direct(InetSocketAddress address) implements Tunnel {
        @Override
        public boolean open() {
            return true;
        }

        @Override
        public void close() {}
    }
}
