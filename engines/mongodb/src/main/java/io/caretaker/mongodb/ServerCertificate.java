package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.DatabaseTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Looks at a server's certificate without trusting it or saying anything within TLS, for servers
/// that do not tell of it themselves.
final class ServerCertificate {
    private static final String METRIC = "certificate_days_left";
    private static final Duration NEEDS = Duration.ofSeconds(1);
    private static final double DAY = 86_400;

    private ServerCertificate() {}

    /// Looks once an hour at a server that should have one, has not told of it, and has it
    /// remembered.
    static void look(
            Metrics told, DatabaseTarget target, Recollection recollection, Deadline deadline) {
        boolean time = deadline.remaining().compareTo(NEEDS.multipliedBy(2)) > 0;
        if (told.get(METRIC) != null
                || !encrypted(target)
                || !time
                || !recollection.due(METRIC, System.nanoTime())) {
            return;
        }
        Map<String, Double> days =
                end(target.host(), target.port(), deadline.within(NEEDS))
                        .map(end ->
                                Map.of(
                                        METRIC,
                                        Duration.between(Instant.now(), end).toSeconds() / DAY))
                        .orElse(Map.of());
        Duration pause = days.isEmpty() ? RareQuestions.OFTEN : RareQuestions.HOURLY;
        recollection.keep(
                METRIC,
                days,
                List.of(),
                days.isEmpty() ? "the server's certificate could not be looked at" : null,
                System.nanoTime() + pause.toNanos());
    }

    private static boolean encrypted(DatabaseTarget target) {
        return switch (target.tls()) {
            case OFF -> false;
            case REQUIRE, VERIFY -> true;
            case DEFAULT -> !Loopback.is(target.host());
        };
    }

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
