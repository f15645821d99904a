package io.caretaker.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// Hands the driver the socket of the [Line] bound to this thread, connected already. Public
/// because the driver makes it by its name; of no use to anyone else.
public final class LineSocketFactory extends SocketFactory {
    /// For the driver.
    public LineSocketFactory() {}

    @Override
    public Socket createSocket() throws IOException {
        return Line.CURRENT.get().open();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(
            InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return createSocket();
    }
}
