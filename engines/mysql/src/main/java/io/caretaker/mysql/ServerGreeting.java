package io.caretaker.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What is asked once at the beginning of a connection for sessions: which server this is, what the
/// account may do and what can be seen.
///
/// The start of the server is exact: it keeps the second in which it started, and tells how many
/// seconds before the beginning of the statement that was; both are of the same statement. It tells
/// one run of the server from the next as soon as that second is over, which is waited for: a
/// server may be killed and started again within a second, and would count sessions and statements
/// from the beginning.
///
/// @param start when the server started, to the second
record ServerGreeting(
        ServerFacts facts,
        Instant start,
        SessionRights rights,
        SessionQuery.Sight sight,
        List<String> blindSpots) {
    private static final String SETTINGS =
            "SET SESSION sql_mode = '', time_zone = 'SYSTEM', autocommit = 1,"
                    + " lock_wait_timeout = 2";

    /// With those of the roles in force, which MariaDB leaves out when asked for CURRENT_USER().
    private static final String SHOW_GRANTS = "SHOW GRANTS";

    private static final String MARIADB_START =
            "SELECT UNIX_TIMESTAMP() - VARIABLE_VALUE, VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS"
                    + " WHERE VARIABLE_NAME = 'UPTIME'";
    private static final String MYSQL_START =
            "SELECT UNIX_TIMESTAMP() - VARIABLE_VALUE, VARIABLE_VALUE FROM performance_schema.global_status"
                    + " WHERE VARIABLE_NAME = 'Uptime'";
    private static final long FIRST_SECOND_PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    private static final String PLUGIN =
            "SELECT COUNT(*) FROM information_schema.PLUGINS"
                    + " WHERE PLUGIN_NAME = 'METADATA_LOCK_INFO' AND PLUGIN_STATUS = 'ACTIVE'";
    private static final String RECORDS_LOCKS =
            "SELECT COUNT(*) FROM performance_schema.setup_instruments"
                    + " WHERE NAME = 'wait/lock/metadata/sql/mdl' AND ENABLED = 'YES'";
    private static final String RECORDS_STATEMENTS =
            "SELECT COUNT(*) = 4 FROM performance_schema.setup_consumers WHERE ENABLED = 'YES' AND"
                    + " NAME IN ('events_statements_current', 'events_transactions_current',"
                    + " 'thread_instrumentation', 'global_instrumentation')";

    ServerGreeting {
        blindSpots = List.copyOf(blindSpots);
    }

    static ServerGreeting read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return new Reader(statement).read();
        }
    }

    /// What people are told that they do not see, each with what would show it.
    ///
    /// @param unseen how many sessions wait for a lock whose holder is not seen
    List<String> notes(int unseen) {
        var notes = new ArrayList<>(blindSpots);
        if (unseen > 0) {
            notes.add(
                    "who holds the metadata lock that "
                            + (unseen == 1 ? "a session waits" : unseen + " sessions wait")
                            + " for is not seen; "
                            + (facts.version().mariadb()
                                    ? "INSTALL SONAME 'metadata_lock_info' shows it at once,"
                                            + " performance_schema=ON with"
                                            + " performance_schema_instrument="
                                            + "'wait/lock/metadata/sql/mdl=ON' from the next"
                                            + " start on"
                                    : "performance_schema with the instrument"
                                            + " wait/lock/metadata/sql/mdl would show it"));
        }
        return notes;
    }

    /// Asks one thing after the other.
    private static final class Reader {
        private final Statement statement;
        private final List<String> blindSpots = new ArrayList<>();

        private Reader(Statement statement) {
            this.statement = statement;
        }

        private ServerGreeting read() throws SQLException {
            ServerFacts facts = ServerFacts.of(pairs(ServerFacts.QUERY));
            ServerVersion version = facts.version();
            statement.execute(SETTINGS);
            statement.execute(
                    version.mariadb()
                            ? "SET SESSION max_statement_time = 10"
                            : "SET SESSION max_execution_time = 10000");
            wish("min_examined_row_limit = 4294967295");
            if (version.mariadb()) {
                wish("wsrep_dirty_reads = ON");
            }
            SessionRights rights =
                    SessionRights.of(version, first("SELECT CURRENT_USER()"), column(SHOW_GRANTS));
            SessionQuery.Sight sight = sight(version, rights);
            if (!rights.seesAll() && !sight.schema()) {
                blindSpots.addFirst(
                        "sessions of other accounts are hidden from caretaker's; "
                                + rights.grant("PROCESS"));
            }
            return new ServerGreeting(facts, start(version), rights, sight, blindSpots);
        }

        /// Keeps the looks out of the slow log, and lets a Galera node answer that has lost its
        /// cluster; where the server does not have it, or not for this account, it goes without.
        private void wish(String assignment) throws SQLException {
            try {
                statement.execute("SET SESSION " + assignment);
            } catch (SQLException e) {
                if (Refusals.connectionLost(e)) {
                    throw e;
                }
            }
        }

        private Instant start(ServerVersion version) throws SQLException {
            String question = version.mariadb() ? MARIADB_START : MYSQL_START;
            while (true) {
                try (ResultSet row = statement.executeQuery(question)) {
                    row.next();
                    if (row.getDouble(2) >= 1) {
                        return Instant.ofEpochSecond(Math.round(row.getDouble(1)));
                    }
                }
                LockSupport.parkNanos(FIRST_SECOND_PAUSE_NANOS);
            }
        }

        private SessionQuery.Sight sight(ServerVersion version, SessionRights rights)
                throws SQLException {
            boolean on = !first("SELECT @@performance_schema").equals("0");
            boolean readable = on && readable();
            if (!on) {
                blindSpots.add(
                        "performance_schema is off, so that the names of programs are not seen:"
                                + " whoever logs in as caretaker's account is taken for caretaker,"
                                + " and a backup that does nothing just now for an ordinary client"
                                + " (list its account in care.protect.users)"
                                + (version.mariadb()
                                        ? ""
                                        : "; nor is it seen who holds a lock that others wait for")
                                + "; performance_schema=ON in the server's configuration shows"
                                + " them");
            } else if (!readable) {
                blindSpots.add(
                        "the names of programs are hidden from caretaker's account; "
                                + rights.grantOnPerformanceSchema());
            }
            boolean locks = readable && truth(RECORDS_LOCKS);
            boolean statements = readable && truth(RECORDS_STATEMENTS);
            if (!version.mariadb() && readable && !statements) {
                blindSpots.add(
                        "performance_schema does not record statements and transactions; UPDATE"
                                + " performance_schema.setup_consumers SET ENABLED = 'YES' WHERE"
                                + " NAME IN ('events_statements_current',"
                                + " 'events_transactions_current')");
            }
            boolean plugin = version.mariadb() && rights.seesAll() && truth(PLUGIN);
            boolean schema = !version.mariadb() && version.atLeast(8, 0, 1) && statements;
            return new SessionQuery.Sight(rights.seesAll(), readable, schema, locks, plugin);
        }

        private boolean readable() throws SQLException {
            try (ResultSet row =
                    statement.executeQuery("SELECT 1 FROM performance_schema.threads LIMIT 1")) {
                return row.next();
            } catch (SQLException e) {
                if (Refusals.connectionLost(e)) {
                    throw e;
                }
                return false;
            }
        }

        private boolean truth(String question) throws SQLException {
            return !first(question).equals("0");
        }

        private String first(String question) throws SQLException {
            return column(question).getFirst();
        }

        private List<String> column(String question) throws SQLException {
            var values = new ArrayList<String>();
            try (ResultSet row = statement.executeQuery(question)) {
                while (row.next()) {
                    values.add(String.valueOf(row.getString(1)));
                }
            }
            return values;
        }

        private Map<String, String> pairs(String question) throws SQLException {
            var pairs = new HashMap<String, String>();
            try (ResultSet row = statement.executeQuery(question)) {
                while (row.next()) {
                    @Nullable String value = row.getString(2);
                    pairs.put(
                            row.getString(1).toLowerCase(Locale.ROOT), value == null ? "" : value);
                }
            }
            return pairs;
        }
    }
}
