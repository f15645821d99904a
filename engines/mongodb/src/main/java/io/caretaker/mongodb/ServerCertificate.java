package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Looks at a server's certificate without trusting it or saying anything within TLS, for servers
/// that do not tell of it themselves.
final class ServerCertificate {
    private ServerCertificate() {}

    /// When the first certificate of the chain that the server sends ends; empty when there is none
    /// to be seen.
    static Optional<Instant> end(String host, int port, Deadline deadline) {
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), deadline.remainingMillis());
            plain.setSoTimeout(deadline.remainingMillis());
            return earliestEnd(plain, host, port);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> earliestEnd(Socket plain, String host, int port)
            throws IOException {
        SSLSocketFactory sockets = Trust.anybody().getSocketFactory();
        try (var tls = (SSLSocket) sockets.createSocket(plain, host, port, false)) {
            tls.startHandshake();
            Certificate[] chain = tls.getSession().getPeerCertificates();
            return Stream.of(chain)
                    .filter(X509Certificate.class::isInstance)
                    .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
                    .min(Instant::compareTo);
        }
    }
}
