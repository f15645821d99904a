package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.secret.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /// Opens a transaction for a pass; returns how long the server took to answer, in milliseconds.
    double begin(Duration statementTimeout) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long began = System.nanoTime();
            statement.execute(HealthQuery.begin(statementTimeout));
            return (System.nanoTime() - began) / 1e6;
        }
    }

    void rollback() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("rollback");
        }
    }

    /// Runs statements in one round trip, and ends the transaction with them; what they said by the
    /// names of the columns, without nulls. After a failure the transaction is still to be rolled
    /// back.
    Map<String, Double> finish(List<String> queries) throws SQLException {
        var numbers = new LinkedHashMap<String, Double>();
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(String.join(";\n", queries) + ";\ncommit");
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    addNumbers(statement, numbers);
                }
                rows = statement.getMoreResults();
            }
        }
        return numbers;
    }

    /// Runs one statement in a transaction of its own, with its own limit of time.
    Map<String, Double> numbers(String query, Duration limit) throws SQLException {
        begin(limit);
        try {
            return finish(List.of(query));
        } catch (SQLException e) {
            afterFailure(e);
            throw e;
        }
    }

    /// Like [#numbers], for a table of which the rows are wanted as they are.
    List<Map<String, @Nullable Object>> rows(String query, Duration limit) throws SQLException {
        begin(limit);
        try (Statement statement = connection.createStatement()) {
            List<Map<String, @Nullable Object>> rows;
            try (ResultSet found = statement.executeQuery(query)) {
                rows = Rows.read(found);
            }
            statement.execute("commit");
            return rows;
        } catch (SQLException e) {
            afterFailure(e);
            throw e;
        }
    }

    private void afterFailure(SQLException failure) throws SQLException {
        if (!ServerReplies.connectionLost(failure)) {
            rollback();
        }
    }

    private static void addNumbers(Statement statement, Map<String, Double> numbers)
            throws SQLException {
        try (ResultSet row = Objects.requireNonNull(statement.getResultSet())) {
            ResultSetMetaData columns = row.getMetaData();
            if (!row.next()) {
                return;
            }
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                double value = row.getDouble(i);
                if (!row.wasNull()) {
                    numbers.put(columns.getColumnLabel(i), value);
                }
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

    /// @param number `server_version_num`
    /// @param account the user that we are
    /// @param fingerprint null where the account may not read it
    record Identity(
            String version,
            int number,
            String account,
            String database,
            @Nullable String fingerprint) {
        private static Identity read(Connection connection, long timeoutMillis)
                throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(HealthQuery.opening(timeoutMillis))) {
                row.next();
                return new Identity(
                        row.getString("version"),
                        row.getInt("number"),
                        row.getString("account"),
                        row.getString("database"),
                        row.getBoolean("may_identify") ? fingerprint(connection) : null);
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
