package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Looks at a server's certificate without trusting it, logging in, or sending anything within TLS.
///
/// The server takes a client that says good-bye right after the handshake for none at all and logs
/// nothing, provided that the client has read what the server still sends: otherwise the connection
/// ends with a reset, which is logged.
///
/// Source: PostgreSQL manual, "Message Flow: SSL Session Encryption" (12 to 18); seen with 12 to
/// 18.
final class ServerCertificate {
    static final String METRIC = "certificate_days_left";
    static final Duration NEEDS = Duration.ofSeconds(1);

    /// Length and code of an `SSLRequest`.
    private static final byte[] REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

    private static final double DAY = 86_400;

    private ServerCertificate() {}

    /// Days until the first certificate of the chain that the server sends ends; empty when there
    /// is none to be seen.
    static Optional<Double> daysLeft(
            String host, int port, OpenSockets sockets, Deadline deadline) {
        try (Socket plain = sockets.make()) {
            plain.connect(new InetSocketAddress(host, port), deadline.remainingMillis());
            plain.setSoTimeout(deadline.remainingMillis());
            plain.getOutputStream().write(REQUEST);
            if (plain.getInputStream().read() != 'S') {
                return Optional.empty();
            }
            return earliestEnd(plain, host, port)
                    .map(end -> Duration.between(Instant.now(), end).toSeconds() / DAY);
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> earliestEnd(Socket plain, String host, int port)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Onlooker()}, new SecureRandom());
        try (var tls =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, false)) {
            tls.startHandshake();
            Certificate[] chain = tls.getSession().getPeerCertificates();
            tls.shutdownOutput();
            tls.getInputStream().readAllBytes();
            return Stream.of(chain)
                    .filter(X509Certificate.class::isInstance)
                    .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
                    .min(Instant::compareTo);
        }
    }

    /// Accepts any certificate: it is only looked at, and nothing is said to its owner. The
    /// extended kind, because Java checks more than asked around the other.
    private static final class Onlooker extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String method, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String method, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String method) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String method, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String method, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String method) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
