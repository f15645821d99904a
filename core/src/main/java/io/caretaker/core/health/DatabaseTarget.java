package io.caretaker.core.health;

import io.caretaker.core.secret.SecretReference;
import org.jspecify.annotations.Nullable;

/// A database server and how to log in to it. Holds no secret, only where it is.
///
/// @param host name or address
/// @param database the database to connect to; null takes the engine's usual one
/// @param user null connects without a user where the engine allows it
/// @param password null logs in without a password
/// @param caFile certificate authority for TLS; null uses the platform's
public record DatabaseTarget(
        EngineKind engine,
        String host,
        int port,
        @Nullable String database,
        @Nullable String user,
        @Nullable SecretReference password,
        TlsMode tls,
        @Nullable String caFile) {

    public DatabaseTarget {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, but is " + port);
        }
    }

    public String address() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }

    /// Whether and how strictly TLS is used.
    public enum TlsMode {
        /// Verified TLS everywhere but on the loopback interface, where it is off.
        DEFAULT,
        OFF,
        /// Encrypted, the certificate is not verified.
        REQUIRE,
        /// Encrypted, certificate and name verified.
        VERIFY
    }
}
