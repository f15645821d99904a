package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Whether the server offers TLS, and how long its certificate is good for: as it says itself, so
/// that no handshake is broken off, which it would count against this host.
///
/// Source: MySQL Reference Manual 5.7 to 8.4, "Server Status Variables" (`Ssl_server_not_after` is
/// the server's in any session); MariaDB Knowledge Base, "SSL/TLS Status Variables" (only in a
/// session with TLS).
final class ServerCertificate {
    static final String DAYS_LEFT = "certificate_days_left";
    static final String VARIABLE = "ssl_server_not_after";

    /// As OpenSSL writes it: `Nov 24 20:50:13 2036 GMT`, a blank before a day of one digit.
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy z", Locale.ENGLISH);

    private static final double DAY = 86_400;

    private ServerCertificate() {}

    static Metrics metrics(Map<String, String> status, ServerFacts facts) {
        String end = status.getOrDefault(VARIABLE, "");
        Metrics.Builder metrics = Metrics.builder();
        metrics.put("tls_enabled", offered(facts) || !end.isBlank() ? 1 : 0);
        daysLeft(end, Instant.now()).ifPresent(days -> metrics.put(DAYS_LEFT, days));
        return metrics.build();
    }

    static boolean offered(ServerFacts facts) {
        return facts.setting("have_ssl").equals("yes");
    }

    static Optional<Double> daysLeft(String end, Instant now) {
        try {
            return Optional.of(end.strip().replaceAll(" +", " "))
                    .filter(text -> !text.isEmpty())
                    .map(text -> ZonedDateTime.parse(text, FORMAT).toInstant())
                    .map(instant -> Duration.between(now, instant).toSeconds() / DAY);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
