package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    private static final int PRIVILEGE_MISSING = 1227;

    private final Line line;
    private final Connection connection;
    private final Ticker ticker;
    private final Counters counters = new Counters();
    private ServerFacts facts;
    private long factsReadAt;
    private boolean replicationHidden;

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
        if (ticker.nanos() - factsReadAt > FACTS_LIVE_NANOS) {
            facts = readFacts();
            factsReadAt = ticker.nanos();
        }
        Map<String, String> status = pairs(ServerStatus.QUERY);
        Replication replication = replication();
        var metrics = ServerStatus.metrics(status, facts, counters, ticker.nanos());
        return new Reading(facts, metrics.and(replication.metrics()), replication.notice());
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

    private ServerFacts readFacts() throws SQLException {
        return ServerFacts.of(pairs(ServerFacts.QUERY));
    }

    /// A check shall never be what burdens a server: its statements end early and wait for no lock.
    ///
    /// Source: MariaDB ≥ 10.1 `max_statement_time` (seconds); MySQL ≥ 5.7.8 `max_execution_time`
    /// (milliseconds, SELECT only); older servers know neither.
    private void limitStatements() throws SQLException {
        String limit =
                facts.version().mariadb() ? "max_statement_time=30" : "max_execution_time=30000";
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION lock_wait_timeout=5, " + limit);
        } catch (SQLException e) {
            if (e.getErrorCode() != UNKNOWN_VARIABLE) {
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
