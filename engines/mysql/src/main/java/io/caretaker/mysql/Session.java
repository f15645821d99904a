package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A logged-in connection and what was learned through it. Used by one thread at a time.
final class Session {
    private static final long FACTS_LIVE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int UNKNOWN_VARIABLE = 1193;
    private static final String SELECT = "SELECT ";
    private static final int ROWS_AT_ONCE = 500;
    private static final int PRIVILEGE_MISSING = 1227;

    private final Line line;
    private final Connection connection;
    private final Ticker ticker;
    private final Counters counters = new Counters();
    private ServerFacts facts;
    private long factsReadAt;
    private boolean replicationHidden;
    private volatile boolean broken;
    private @Nullable String account;

    private Session(Line line, Connection connection, Ticker ticker) throws SQLException {
        this.line = line;
        this.connection = connection;
        this.ticker = ticker;
        this.facts = readFacts();
        this.factsReadAt = ticker.nanos();
        limitStatements();
    }

    static Session open(Line line, LogIn logIn, Deadline deadline, Ticker ticker)
            throws SQLException {
        Connection connection = logIn.open(deadline);
        try {
            return new Session(line, connection, ticker);
        } catch (SQLException | RuntimeException e) {
            line.cut();
            throw e;
        }
    }

    Line line() {
        return line;
    }

    /// One round trip for the counters, one for replication, and one more each minute for settings
    /// that can be changed while the server runs.
    Reading read() throws SQLException {
        ServerFacts now = facts();
        Map<String, String> status = pairs(ServerStatus.QUERY);
        Replication replication = replication();
        var metrics = ServerStatus.metrics(status, now, counters, ticker.nanos());
        return new Reading(
                now,
                metrics.and(replication.metrics()),
                replication.notice(),
                List.of(),
                List.of());
    }

    /// Says good-bye to the server where that is possible without waiting.
    void close() {
        try {
            connection.close();
        } catch (SQLException ignored) {
            // The server forgets us by itself when the line is cut.
        } finally {
            line.cut();
        }
    }

    /// Settings as they were at most a minute ago.
    ServerFacts facts() throws SQLException {
        if (ticker.nanos() - factsReadAt > FACTS_LIVE_NANOS) {
            facts = readFacts();
            factsReadAt = ticker.nanos();
        }
        return facts;
    }

    /// The settings that were read last.
    ServerFacts knownFacts() {
        return facts;
    }

    /// The time of a round trip in which the server does nothing.
    double roundTripMillis(Deadline limit) throws SQLException {
        return limited(
                limit,
                () -> {
                    long began = ticker.nanos();
                    if (!connection.isValid(Math.max(1, (int) limit.remaining().toSeconds()))) {
                        throw new SQLNonTransientConnectionException(
                                "connection is closed", "08003");
                    }
                    return (ticker.nanos() - began) / 1e6;
                });
    }

    /// Names in lower case and values of the first two columns.
    Map<String, String> pairs(String query, Deadline limit) throws SQLException {
        return limited(limit, () -> pairs(query));
    }

    List<Map<String, @Nullable String>> rows(String query, Deadline limit) throws SQLException {
        return limited(limit, () -> rows(bounded(query, limit)));
    }

    /// The first row; a null is left out.
    Map<String, Double> numbers(String query, Deadline limit) throws SQLException {
        var numbers = new LinkedHashMap<String, Double>();
        List<Map<String, @Nullable String>> rows = rows(query, limit);
        if (!rows.isEmpty()) {
            rows.getFirst()
                    .forEach((name, value) -> {
                        double number = Numbers.of(value);
                        if (!Double.isNaN(number)) {
                            numbers.put(name, number);
                        }
                    });
        }
        return numbers;
    }

    /// Rows as a table for people has them.
    List<Map<String, @Nullable Object>> table(String query, Deadline limit) throws SQLException {
        return limited(
                limit,
                () -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet result = statement.executeQuery(bounded(query, limit))) {
                        return Rows.read(result);
                    }
                });
    }

    /// Reads row by row, and keeps none.
    void each(String query, Deadline limit, RowReader reader) throws SQLException {
        limited(
                limit,
                () -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.setFetchSize(ROWS_AT_ONCE);
                        try (ResultSet result = statement.executeQuery(bounded(query, limit))) {
                            while (result.next()) {
                                reader.read(result);
                            }
                        }
                    }
                    return true;
                });
    }

    /// Takes what it needs of a row.
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /// The account that the server took us for, as its statements name it; not known when the
    /// connection is gone.
    String account() {
        if (account == null && !broken) {
            try {
                List<Map<String, @Nullable String>> rows = rows("SELECT CURRENT_USER() AS account");
                account = quoted(String.valueOf(rows.getFirst().get("account")));
            } catch (SQLException e) {
                broken = broken || Refusals.connectionUseless(e);
            }
        }
        return account == null ? "this account" : account;
    }

    private static String quoted(String account) {
        int at = account.lastIndexOf('@');
        return at < 0
                ? "'" + account + "'"
                : "'" + account.substring(0, at) + "'@'" + account.substring(at + 1) + "'";
    }

    /// Whether the connection is of no more use.
    boolean broken() {
        return broken;
    }

    private <T> T limited(Deadline limit, BoundedWork.Work<T> work) throws SQLException {
        try {
            line.limit(limit);
            return work.run();
        } catch (SocketException e) {
            broken = true;
            throw new SQLNonTransientConnectionException("connection is closed", "08003", e);
        } catch (SQLException e) {
            broken = broken || Refusals.connectionUseless(e);
            throw e;
        }
    }

    /// The server ends a query that takes longer by itself.
    ///
    /// Source: MariaDB Knowledge Base, "SET STATEMENT"; MySQL 8.0 Reference Manual, "Optimizer
    /// Hints", "Statement Execution Time Optimizer Hints".
    private String bounded(String query, Deadline limit) {
        if (!query.startsWith(SELECT)) {
            return query;
        }
        long millis = Math.max(1, limit.remaining().toMillis());
        return facts.version().mariadb()
                ? "SET STATEMENT max_statement_time=" + millis / 1000.0 + " FOR " + query
                : SELECT + "/*+ MAX_EXECUTION_TIME(" + millis + ") */ " + query.substring(7);
    }

    private ServerFacts readFacts() throws SQLException {
        return ServerFacts.of(pairs(ServerFacts.QUERY));
    }

    /// A check shall never be what burdens a server: its statements end early, wait for no lock and
    /// fill no slow log. The time zone is the one that InnoDB tells its times in.
    ///
    /// Source: MariaDB ≥ 10.1 `max_statement_time` (seconds); MySQL ≥ 5.7.8 `max_execution_time`
    /// (milliseconds, SELECT only), which older servers lack; `min_examined_row_limit` in both, for
    /// everybody in MariaDB only. `wsrep_dirty_reads` lets a Galera node answer that has lost its
    /// cluster.
    private void limitStatements() throws SQLException {
        boolean mariadb = facts.version().mariadb();
        set("lock_wait_timeout=2, time_zone='SYSTEM'");
        set("min_examined_row_limit=4294967295");
        set(mariadb ? "max_statement_time=10" : "max_execution_time=10000");
        if (mariadb) {
            set("wsrep_dirty_reads=ON");
        }
    }

    private void set(String assignments) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION " + assignments);
        } catch (SQLException e) {
            if (e.getErrorCode() != UNKNOWN_VARIABLE && e.getErrorCode() != PRIVILEGE_MISSING) {
                throw e;
            }
        }
    }

    private Replication replication() throws SQLException {
        if (replicationHidden) {
            return Replication.NONE;
        }
        try {
            return Replication.of(rows(Replication.query(facts.version())));
        } catch (SQLException e) {
            if (e.getErrorCode() != PRIVILEGE_MISSING) {
                throw e;
            }
            replicationHidden = true;
            return Replication.NONE;
        }
    }

    private Map<String, String> pairs(String query) throws SQLException {
        var pairs = new LinkedHashMap<String, String>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                String value = result.getString(2);
                pairs.put(result.getString(1).toLowerCase(Locale.ROOT), value == null ? "" : value);
            }
        }
        return pairs;
    }

    private List<Map<String, @Nullable String>> rows(String query) throws SQLException {
        var rows = new ArrayList<Map<String, @Nullable String>>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                var row = new LinkedHashMap<String, @Nullable String>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnLabel(i), result.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
