package io.caretaker.channels.net;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.check.NameResolver.Resolution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Opens connections to others. Thread-safe.
public final class Dialer {
    private final NameResolver names;

    public Dialer(NameResolver names) {
        this.names = names;
    }

    /// The addresses of a host, at least one.
    public List<InetAddress> addresses(String host, Deadline deadline)
            throws IOException, InterruptedException {
        return switch (names.resolve(host, deadline)) {
            case Resolution.Found(var addresses) -> addresses;
            case Resolution.NotFound _ -> throw new UnknownHostException(host + " is unknown");
            case Resolution.TimedOut() ->
                    throw new SocketTimeoutException("no address of " + host + " in time");
        };
    }

    /// Connects to the first address that answers. Each gets an equal share of the time.
    public Socket connect(String host, int port, Deadline deadline)
            throws IOException, InterruptedException {
        List<InetAddress> addresses = addresses(host, deadline);
        IOException last = new IOException(host + " has no address");
        for (int i = 0; i < addresses.size() && !deadline.expired(); i++) {
            var socket = new Socket();
            try {
                int share = Math.max(1, deadline.remainingMillis() / (addresses.size() - i));
                socket.connect(new InetSocketAddress(addresses.get(i), port), share);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    /// Goes on in TLS. The certificate has to be valid, trusted and for this host.
    public static SSLSocket secure(Socket socket, String host, int port, SSLContext context)
            throws IOException {
        var secure = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }
}
