package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One connection by which the sessions of a server are seen and ended. Used by one thread at a
/// time; [#cut] may come from any.
final class SessionLink {
    private static final Duration LONGEST_USE = Duration.ofMinutes(10);

    /// InnoDB shows transactions as they were until a tenth of a second after it was last asked.
    private static final long STALE_NANOS = Duration.ofMillis(105).toNanos();

    private static final int NO_SUCH_SESSION = 1094;
    private static final int NOT_ITS_OWNER = 1095;
    private static final int NO_SUCH_QUERY = 1957;
    private static final int PRIVILEGE_MISSING = 1227;

    private final Line line;
    private final Connection connection;
    private final ServerGreeting server;
    private final SessionQuery query;
    private final SessionMemory memory;
    private final long openedNanos = System.nanoTime();
    private @Nullable Long lookedNanos;

    private SessionLink(
            Line line, Connection connection, ServerGreeting server, SessionMemory memory) {
        this.line = line;
        this.connection = connection;
        this.server = server;
        this.query = SessionQuery.of(server.facts().version(), server.sight());
        this.memory = memory;
        memory.server(server.start());
    }

    static SessionLink open(Line line, LogIn logIn, SessionMemory memory, Deadline deadline)
            throws SQLException {
        Connection connection = logIn.openForBatches(deadline);
        try {
            return new SessionLink(line, connection, ServerGreeting.read(connection), memory);
        } catch (SQLException | RuntimeException e) {
            line.cut();
            throw e;
        }
    }

    Line line() {
        return line;
    }

    /// Whether a new connection should take its place, which happens as soon as it is used when a
    /// right is missing: rights count from the log-in on.
    boolean worn() {
        return lookedNanos != null
                && (server.rights().lacking()
                        || System.nanoTime() - openedNanos > LONGEST_USE.toNanos());
    }

    /// Everything that is there now.
    SessionSnapshot look() throws SQLException {
        var tables = new SessionTables(memory);
        try (Statement statement = connection.createStatement()) {
            awaitFreshness();
            tables.read(statement, query.look());
            @Nullable String waits = query.waits();
            if (waits != null && somebodyWaits(tables)) {
                tables.read(statement, waits);
            }
        }
        lookedNanos = System.nanoTime();
        memory.seen(tables.sessions, tables.at);
        return snapshot(tables);
    }

    private SessionSnapshot snapshot(SessionTables tables) throws SQLException {
        var picture =
                new SessionPicture(tables, server.rights(), server.sight(), memory, server.start());
        @Nullable List<String> names =
                picture.blockers().prepared().isEmpty() ? List.of() : preparedNames();
        return new SessionSnapshot(
                tables.at,
                server.facts().version().text(),
                server.facts().fingerprint(),
                tables.maxConnections,
                picture.sessions(names),
                server.notes(picture.blockers().unseen()));
    }

    /// MySQL with performance_schema looks at InnoDB's own lists only when somebody waits, and then
    /// only for times.
    private void awaitFreshness() {
        @Nullable Long last = lookedNanos;
        if (last != null && !(query instanceof MysqlQuery)) {
            long wait = STALE_NANOS - (System.nanoTime() - last);
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
        }
    }

    private static boolean somebodyWaits(SessionTables tables) {
        return !tables.rowWaits.isEmpty()
                || tables.transactions.stream().anyMatch(each -> each.waits())
                || tables.sessions.stream()
                        .anyMatch(each -> each.waitsForMetadata() || each.waitsForFlush());
    }

    /// Null where the account may not ask.
    private @Nullable List<String> preparedNames() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                server.facts().version().mariadb()
                                        ? "XA RECOVER FORMAT='SQL'"
                                        : "XA RECOVER CONVERT XID")) {
            return PreparedNames.read(row);
        } catch (SQLException e) {
            if (Refusals.connectionLost(e)) {
                throw e;
            }
            return null;
        }
    }

    /// Tells the server to end a session.
    EndReply end(SessionKey key, @Nullable Instant unchangedSince, EndMethod method)
            throws SQLException {
        OptionalLong id = id(key);
        if (id.isEmpty() || !key.startedAt().equals(server.start())) {
            return new EndReply.Gone();
        }
        @Nullable StateMark mark = null;
        @Nullable Instant begun = null;
        if (unchangedSince != null) {
            begun = memory.begun(id.getAsLong(), unchangedSince);
            mark = memory.mark(id.getAsLong(), unchangedSince);
            boolean idle = mark != null && !mark.running() && method == EndMethod.CANCEL;
            if (mark == null || idle) {
                return new EndReply.Gone();
            }
        }
        try (Statement statement = connection.createStatement()) {
            return hit(statement, query.end(id.getAsLong(), mark, begun, method))
                    ? new EndReply.Done()
                    : new EndReply.Gone();
        } catch (SQLException e) {
            return switch (e.getErrorCode()) {
                case NO_SUCH_SESSION, NO_SUCH_QUERY -> new EndReply.Gone();
                case NOT_ITS_OWNER, PRIVILEGE_MISSING -> denied(key);
                default -> throw e;
            };
        }
    }

    private static boolean hit(Statement statement, String text) throws SQLException {
        boolean rows = statement.execute(text);
        boolean hit = !rows;
        while (rows || statement.getUpdateCount() != -1) {
            if (rows) {
                try (ResultSet row = statement.getResultSet()) {
                    hit = row.next() && row.getBoolean(1);
                }
            }
            rows = statement.getMoreResults();
        }
        return hit;
    }

    private EndReply denied(SessionKey key) throws SQLException {
        String hint = server.rights().missing();
        for (DatabaseSession session : look().sessions()) {
            if (session.key().equals(key) && session.endable() != null) {
                hint = session.endable();
            }
        }
        return new EndReply.Denied("caretaker's account may not end session " + key.id(), hint);
    }

    /// Whether a session is still connected.
    boolean present(SessionKey key) throws SQLException {
        if (!key.startedAt().equals(server.start())) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query.present(id(key).orElseThrow()))) {
            return row.next();
        }
    }

    private static OptionalLong id(SessionKey key) {
        try {
            long id = Long.parseLong(key.id());
            return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /// Cuts the line under whatever runs. The driver is told afterwards, by another thread.
    void cut() {
        line.cut();
        Thread.startVirtualThread(() -> {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is not usable any more either way.
            }
        });
    }
}
