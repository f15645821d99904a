package io.caretaker.mysql;

import io.caretaker.core.session.SqlText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The results of [SessionQuery#look] and [SessionQuery#waits] as they came. Used by one thread.
final class SessionTables {
    private static final int LONGEST_NAME = 200;
    private static final String MODE_PREFIX = "MDL_";

    private final SessionMemory memory;
    private long anchor;

    Instant at = Instant.EPOCH;
    int maxConnections;
    final List<SessionRow> sessions = new ArrayList<>();
    final Map<Long, String> programs = new HashMap<>();
    final Set<Long> backups = new HashSet<>();
    final List<Transaction> transactions = new ArrayList<>();
    final List<RowWait> rowWaits = new ArrayList<>();
    final List<MetadataLock> locks = new ArrayList<>();
    final List<MetadataLock> pluginLocks = new ArrayList<>();

    SessionTables(SessionMemory memory) {
        this.memory = memory;
    }

    /// A transaction that has touched InnoDB.
    ///
    /// @param id `0` for each one of MariaDB that only reads
    /// @param session 0 when nobody is connected to it
    /// @param wanted the lock that it waits for; null when it does not
    /// @param holds whether it has locked rows
    record Transaction(
            String id,
            long session,
            boolean waits,
            @Nullable String wanted,
            boolean holds,
            Instant since,
            @Nullable Instant waitSince) {}

    /// One session that waits for the rows of another.
    ///
    /// @param waiter MariaDB: the lock that is waited for; MySQL: the session
    /// @param holder MariaDB: the transaction; MySQL: the session, null when nobody is connected to
    ///   it
    /// @param transaction MySQL: of the holder; MariaDB: null
    record RowWait(String waiter, @Nullable String holder, @Nullable String transaction) {}

    /// Runs a text of several statements and keeps what they return.
    void read(Statement statement, String text) throws SQLException {
        boolean rows = statement.execute(text);
        while (rows || statement.getUpdateCount() != -1) {
            if (rows) {
                try (ResultSet row = statement.getResultSet()) {
                    read(row);
                }
            }
            rows = statement.getMoreResults();
        }
    }

    private void read(ResultSet row) throws SQLException {
        String what = row.getMetaData().getColumnLabel(1);
        while (row.next()) {
            switch (what) {
                case "clock" -> clock(row);
                case "sessions" -> sessions.add(session(row));
                case "programs" ->
                        programs.put(
                                row.getLong("id"),
                                Objects.requireNonNullElse(name(row, "program"), ""));
                case "backups" -> backups.add(row.getLong("id"));
                case "transactions" -> transaction(row);
                case "row_waits" -> rowWaits.add(rowWait(row));
                case "locks" -> locks.add(lock(row, row.getBoolean("pending")));
                case "plugin_locks" -> pluginLocks.add(lock(row, false));
                default -> throw new IllegalStateException("no result is called " + what);
            }
        }
    }

    private void clock(ResultSet row) throws SQLException {
        long now = row.getLong("now");
        at = micros(now);
        maxConnections = row.getInt("max_connections");
        long timer = row.getLong("timer");
        anchor = row.wasNull() ? 0 : memory.anchor(now, timer);
    }

    private SessionRow session(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        long number = row.getLong("number");
        boolean exact = row.getBoolean("exact");
        var mark = new StateMark(row.getLong("thread"), number, row.getBoolean("running"), exact);
        @Nullable Instant since = timer(row, "since");
        Instant computed = since == null ? Instant.ofEpochSecond(number) : since;
        Instant settled = memory.since(id, mark, computed);
        @Nullable Instant query = timer(row, "query_since");
        return new SessionRow(
                id,
                row.getString("thread_name"),
                name(row, "user"),
                client(row.getString("host")),
                name(row, "db"),
                Objects.requireNonNullElse(row.getString("command"), ""),
                blankless(row.getString("stage")),
                row.getString("info"),
                mark,
                settled,
                query == null && mark.running() ? settled : query,
                timer(row, "transaction_since"));
    }

    private void transaction(ResultSet row) throws SQLException {
        transactions.add(
                new Transaction(
                        Objects.requireNonNullElse(row.getString("trx"), ""),
                        row.getLong("id"),
                        row.getBoolean("waits"),
                        row.getString("wanted"),
                        row.getBoolean("holds"),
                        Objects.requireNonNullElse(instant(row, "started"), at),
                        instant(row, "wait_started")));
    }

    private static RowWait rowWait(ResultSet row) throws SQLException {
        boolean named = row.getMetaData().getColumnCount() > 3;
        return new RowWait(
                Objects.requireNonNullElse(row.getString("waiter"), ""),
                row.getString("holder"),
                named ? row.getString("trx") : null);
    }

    /// The plugin says `MDL_SHARED_READ` for what performance_schema calls `SHARED_READ`.
    private static MetadataLock lock(ResultSet row, boolean pending) throws SQLException {
        String mode = Objects.requireNonNullElse(row.getString("mode"), "");
        return new MetadataLock(
                row.getLong("id"),
                Objects.requireNonNullElse(row.getString("type"), ""),
                name(row, "object_schema"),
                name(row, "object_name"),
                mode.startsWith(MODE_PREFIX) ? mode.substring(MODE_PREFIX.length()) : mode,
                pending);
    }

    /// Without the port; a socket has none.
    private static @Nullable String client(@Nullable String host) {
        if (host == null || host.isBlank()) {
            return null;
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? "local" : host.substring(0, colon);
    }

    /// A name for people to see: whatever does not belong into one line is gone.
    private static @Nullable String name(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null
                ? null
                : SqlText.cut(text.replaceAll("[\\p{Cc}\\p{Cf}]", " "), LONGEST_NAME);
    }

    private static @Nullable String blankless(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private @Nullable Instant timer(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : micros(micros + anchor);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : micros(micros);
    }

    private static Instant micros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
