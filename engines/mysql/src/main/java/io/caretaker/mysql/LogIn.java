package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/// Opens a connection as a target wants it. Immutable.
///
/// Source: MariaDB Connector/J 3.5, "About MariaDB Connector/J", list of options. A server's wish
/// to be redirected elsewhere is not followed, local files are not sent, and a password goes out in
/// clear text to nobody: the log-in methods are limited to those that hash or encrypt it.
///
/// A server that has no connection left is tried once more by its [SpareEntrance].
record LogIn(DatabaseTarget target, SecretSource secrets, SpareEntrance spare) {
    private static final String METHODS =
            "mysql_native_password,client_ed25519,parsec,caching_sha2_password,sha256_password";

    private static final int TOO_MANY_CONNECTIONS = 1040;

    /// A server keeps counting a connection for a moment after its end, also that of somebody who
    /// was turned away; the one that it keeps free is soon free again.
    private static final int TRIES_AT_A_FULL_SERVER = 4;

    private static final Duration UNTIL_THE_NEXT_TRY = Duration.ofMillis(100);

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]+");
    private static final Pattern DATABASE = Pattern.compile("[\\p{L}\\p{N}_$-]*");

    /// For checks: one statement at a time.
    Connection open(Deadline deadline) throws SQLException {
        return open(options(deadline));
    }

    /// For what must happen close together: statements may come several in one packet.
    Connection openForBatches(Deadline deadline) throws SQLException {
        Properties options = options(deadline);
        options.setProperty("allowMultiQueries", "true");
        return open(options);
    }

    private Connection open(Properties options) throws SQLException {
        Connection connection = entered(options);
        try {
            spare.learn(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Connection entered(Properties options) throws SQLException {
        Configuration configuration = Configuration.parse(address(), options);
        for (int left = TRIES_AT_A_FULL_SERVER; ; left--) {
            try {
                return Driver.connect(configuration);
            } catch (SQLException e) {
                if (e.getErrorCode() != TOO_MANY_CONNECTIONS) {
                    throw e;
                }
                if (left <= 1 || spare.place() != null) {
                    return bySpareEntrance(configuration, e);
                }
            }
            LockSupport.parkNanos(UNTIL_THE_NEXT_TRY.toNanos());
        }
    }

    private Connection bySpareEntrance(Configuration configuration, SQLException full)
            throws SQLException {
        SpareEntrance.Place place = spare.place();
        if (place == null) {
            throw full(full, spare.advice());
        }
        Line.CURRENT.get().turnTo(place);
        try {
            return Driver.connect(configuration);
        } catch (SQLException e) {
            full.addSuppressed(e);
            throw full(
                    full,
                    "its spare port "
                            + place.port()
                            + " did not let caretaker in either: "
                            + e.getMessage());
        }
    }

    private static SQLException full(SQLException full, String advice) {
        return new SQLException(
                full.getMessage() + "; " + advice, full.getSQLState(), full.getErrorCode(), full);
    }

    private Properties options(Deadline deadline) {
        boolean loopback = Loopback.is(target.host());
        String limit = Integer.toString(deadline.remainingMillis());
        var options = new Properties();
        options.setProperty("user", target.user() == null ? "" : target.user());
        Secret password = password();
        if (password != null) {
            options.setProperty("password", password.reveal());
        }
        options.setProperty("sslMode", sslMode(loopback));
        if (target.caFile() != null) {
            options.setProperty("serverSslCert", target.caFile());
        }
        options.setProperty("allowPublicKeyRetrieval", Boolean.toString(loopback));
        options.setProperty("restrictedAuth", METHODS);
        options.setProperty("socketFactory", LineSocketFactory.class.getName());
        options.setProperty("connectTimeout", limit);
        options.setProperty("socketTimeout", limit);
        options.setProperty("connectionAttributes", "program_name:caretaker");
        options.setProperty("permitRedirect", "false");
        options.setProperty("allowLocalInfile", "false");
        return options;
    }

    /// The driver reads options out of the address as well, so nothing may be in it that ends a
    /// name.
    private String address() {
        String database = target.database() == null ? "" : target.database();
        if (!HOST.matcher(target.host()).matches() || !DATABASE.matcher(database).matches()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "no host or database can be called " + target.host() + " or " + database,
                    "look at the address of the database");
        }
        return "jdbc:mariadb://" + target.address() + "/" + database;
    }

    /// Each time anew, so that a rotated password is picked up.
    private @Nullable Secret password() {
        return target.password() == null ? null : secrets.resolve(target.password());
    }

    private String sslMode(boolean loopback) {
        return switch (target.tls()) {
            case OFF -> "disable";
            case REQUIRE -> "trust";
            case VERIFY -> "verify-full";
            case DEFAULT -> loopback ? "disable" : "verify-full";
        };
    }
}
