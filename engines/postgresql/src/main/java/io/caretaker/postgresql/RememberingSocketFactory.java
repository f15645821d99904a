package io.caretaker.postgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Objects;
import javax.net.SocketFactory;

/// Makes the driver's sockets so that [OpenSockets] can close them under it.
///
/// Public only because the driver makes it by its name. The driver's own timeouts begin anew with
/// every byte that comes, so only closing the socket ends a reply that drips.
public final class RememberingSocketFactory extends SocketFactory {
    private final OpenSockets sockets;

    /// Called by the driver with its `socketFactoryArg`.
    public RememberingSocketFactory(String key) {
        sockets = Objects.requireNonNull(OpenSockets.byKey(key), "no attempt " + key);
    }

    @Override
    public Socket createSocket() throws IOException {
        return sockets.make();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw unconnectedOnly();
    }

    private static UnsupportedOperationException unconnectedOnly() {
        return new UnsupportedOperationException("the driver connects its sockets itself");
    }
}
