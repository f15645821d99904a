package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.secret.Secret;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/// A target in the driver's words.
///
/// Source: pgJDBC documentation, "Connection parameters" (42.7); its timeouts are whole seconds.
final class ConnectionSettings {
    private static final String USUAL_DATABASE = "postgres";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]+");

    private ConnectionSettings() {}

    /// Why this target cannot be put into the driver's words; null when it can.
    static @Nullable String flaw(DatabaseTarget target) {
        if (!HOST.matcher(target.host()).matches()) {
            return "not a host name or address: " + target.host();
        }
        @Nullable String caFile = target.caFile();
        return caFile == null || Files.isReadable(Path.of(caFile))
                ? null
                : "the certificate authority's file cannot be read: " + caFile;
    }

    static String url(DatabaseTarget target) {
        String database = Objects.requireNonNullElse(target.database(), USUAL_DATABASE);
        return "jdbc:postgresql://"
                + target.address()
                + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    static Properties properties(
            DatabaseTarget target, @Nullable Secret password, OpenSockets sockets, Deadline limit) {
        var properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "caretaker");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.SOCKET_FACTORY.set(properties, RememberingSocketFactory.class.getName());
        PGProperty.SOCKET_FACTORY_ARG.set(properties, sockets.key());
        if (target.user() != null) {
            PGProperty.USER.set(properties, target.user());
        }
        if (password != null) {
            PGProperty.PASSWORD.set(properties, password.reveal());
        }
        putTimeouts(properties, limit);
        putTls(properties, target);
        return properties;
    }

    /// No login timeout: the driver would start a platform thread to hold it.
    private static void putTimeouts(Properties properties, Deadline limit) {
        int millis = limit.remainingMillis();
        int seconds = Math.ceilDiv(millis, 1000);
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, seconds);
        PGProperty.SSL_RESPONSE_TIMEOUT.set(properties, millis);
        PGProperty.LOGIN_TIMEOUT.set(properties, 0);
    }

    private static void putTls(Properties properties, DatabaseTarget target) {
        switch (target.tls()) {
            case OFF -> PGProperty.SSL_MODE.set(properties, "disable");
            case REQUIRE -> PGProperty.SSL_MODE.set(properties, "require");
            case VERIFY -> putVerifiedTls(properties, target.caFile());
            case DEFAULT -> {
                if (loopback(target.host())) {
                    PGProperty.SSL_MODE.set(properties, "disable");
                } else {
                    putVerifiedTls(properties, target.caFile());
                }
            }
        }
    }

    private static void putVerifiedTls(Properties properties, @Nullable String caFile) {
        PGProperty.SSL_MODE.set(properties, "verify-full");
        if (caFile == null) {
            PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
            PGProperty.SSL_ROOT_CERT.set(properties, caFile);
        }
    }

    /// Whether the host is this machine by its spelling; no name service is asked.
    static boolean loopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
