package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.secret.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// One connection to a server, with what stays true as long as it lasts. Used by one thread at a
/// time; [#close] and [#abort] may come from any.
final class Link implements AutoCloseable {
    /// A fresh log-in every now and then proves that log-ins still work.
    private static final Duration LONGEST_USE = Duration.ofMinutes(10);

    private static final Duration LEAST_STATEMENT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration GOOD_BYE = Duration.ofMillis(500);
    private static final Driver DRIVER = new Driver();

    /// The driver logs some failures besides throwing them, at every check and without saying whose
    /// they are. Whoever wants that sets a level for it.
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    static {
        if (DRIVER_LOG.getLevel() == null) {
            DRIVER_LOG.setLevel(Level.OFF);
        }
    }

    private final OpenSockets sockets;
    private final Connection connection;
    private final Identity identity;
    private final long openedNanos = System.nanoTime();

    private Link(OpenSockets sockets, Connection connection, Identity identity) {
        this.sockets = sockets;
        this.connection = connection;
        this.identity = identity;
    }

    /// Logs in. The caller owns the sockets and closes them when this fails or takes too long.
    static Link open(
            DatabaseTarget target, @Nullable Secret password, OpenSockets sockets, Deadline limit)
            throws SQLException {
        Connection connection = connect(target, password, sockets, limit);
        try {
            Identity identity = Identity.read(connection, statementTimeout(limit));
            return new Link(sockets, connection, identity);
        } catch (SQLException | RuntimeException e) {
            quietly(connection);
            throw e;
        }
    }

    /// The bare connection, for whoever asks nothing about health.
    static Connection connect(
            DatabaseTarget target, @Nullable Secret password, OpenSockets sockets, Deadline limit)
            throws SQLException {
        return Objects.requireNonNull(
                DRIVER.connect(
                        ConnectionSettings.url(target),
                        ConnectionSettings.properties(target, password, sockets, limit)));
    }

    /// Runs statements, each when the one before has been answered, then a query; its one text.
    static String text(Connection connection, List<String> statements, String query)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
            try (ResultSet row = statement.executeQuery(query)) {
                return row.next() ? Objects.requireNonNullElse(row.getString(1), "") : "";
            }
        }
    }

    Identity identity() {
        return identity;
    }

    boolean worn() {
        return System.nanoTime() - openedNanos > LONGEST_USE.toNanos();
    }

    Sample sample() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HealthQuery.METRICS)) {
            row.next();
            return Sample.read(row);
        }
    }

    /// The bytes of all databases; null when the server could not tell within a second.
    @Nullable Double size() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("begin; set local statement_timeout = '1s'");
            try (ResultSet row = statement.executeQuery(HealthQuery.SIZE)) {
                row.next();
                return row.getDouble(1);
            } catch (SQLException e) {
                if (ServerReplies.connectionLost(e)) {
                    throw e;
                }
                return null;
            } finally {
                statement.execute("rollback");
            }
        }
    }

    /// Says good-bye, as far as that needs no waiting, and closes the sockets.
    @Override
    public void close() {
        try {
            Deadline soon = Deadline.after(GOOD_BYE, System::nanoTime);
            BoundedCall.run(() -> quietly(connection), soon, sockets::close);
        } catch (TimeoutException e) {
            // The sockets are closed now; the server notices.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.close();
    }

    /// Closes the sockets under whatever runs. The driver is told afterwards, by another thread,
    /// because it would warn about a connection that was never closed.
    void abort() {
        sockets.close();
        Thread.startVirtualThread(() -> quietly(connection));
    }

    private static boolean quietly(Connection connection) {
        try {
            connection.close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static long statementTimeout(Deadline limit) {
        return Math.max(LEAST_STATEMENT_TIMEOUT.toMillis(), limit.remainingMillis());
    }

    /// @param fingerprint null where the account may not read it
    record Identity(String version, @Nullable String fingerprint) {
        private static Identity read(Connection connection, long timeoutMillis)
                throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(HealthQuery.opening(timeoutMillis))) {
                row.next();
                String version = row.getString("version");
                return new Identity(
                        version, row.getBoolean("may_identify") ? fingerprint(connection) : null);
            }
        }

        private static @Nullable String fingerprint(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(HealthQuery.IDENTITY)) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
