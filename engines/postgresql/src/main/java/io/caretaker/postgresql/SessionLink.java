package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionSnapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One connection by which the sessions of a server are seen and ended. Used by one thread at a
/// time; [#abort] may come from any.
final class SessionLink {
    private static final Duration LONGEST_USE = Duration.ofMinutes(10);
    private static final String DENIED = "42501";

    private final OpenSockets sockets;
    private final Connection connection;
    private final Server server;
    private final long openedNanos = System.nanoTime();
    private @Nullable PreparedStatement looking;

    private SessionLink(OpenSockets sockets, Connection connection, Server server) {
        this.sockets = sockets;
        this.connection = connection;
        this.server = server;
    }

    /// @param fingerprint null where the account may not read it
    private record Server(String version, int number, @Nullable String fingerprint) {}

    /// Logs in. The caller closes the sockets when this fails or takes too long.
    static SessionLink open(
            DatabaseTarget target, @Nullable Secret password, OpenSockets sockets, Deadline limit)
            throws SQLException {
        Connection connection = Link.connect(target, password, sockets, limit);
        try {
            Server server = greet(connection);
            connection.setNetworkTimeout(null, 0);
            connection.setAutoCommit(false);
            return new SessionLink(sockets, connection, server);
        } catch (SQLException | RuntimeException e) {
            sockets.close();
            quietly(connection);
            throw e;
        }
    }

    private static Server greet(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SessionQuery.OPENING)) {
            row.next();
            return new Server(
                    row.getString("version"),
                    row.getInt("number"),
                    row.getBoolean("may_identify") ? fingerprint(connection) : null);
        }
    }

    private static @Nullable String fingerprint(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SessionQuery.IDENTITY)) {
            row.next();
            return row.getString(1);
        }
    }

    boolean worn() {
        return System.nanoTime() - openedNanos > LONGEST_USE.toNanos();
    }

    /// Everything that is there now, in one transaction.
    SessionSnapshot look() throws SQLException {
        try {
            SessionSnapshot snapshot = read();
            connection.commit();
            return snapshot;
        } catch (SQLException e) {
            rollback();
            throw e;
        }
    }

    private SessionSnapshot read() throws SQLException {
        PreparedStatement statement = looking;
        if (statement == null) {
            statement =
                    connection.prepareStatement(
                            SessionQuery.look(server.number),
                            ResultSet.TYPE_SCROLL_INSENSITIVE,
                            ResultSet.CONCUR_READ_ONLY);
            looking = statement;
        }
        try (ResultSet row = statement.executeQuery()) {
            return snapshot(row);
        }
    }

    private SessionSnapshot snapshot(ResultSet row) throws SQLException {
        var reader = new SessionRow(row);
        PreparedBlockers prepared = prepared(row, reader);
        var sessions = new ArrayList<DatabaseSession>();
        boolean hidden = false;
        row.beforeFirst();
        while (row.next()) {
            hidden |= reader.hidden();
            sessions.add(reader.session(prepared.of(reader.pid())));
        }
        sessions.addAll(prepared.sessions());
        row.first();
        return new SessionSnapshot(
                Objects.requireNonNull(SessionRow.instant(row, "at")),
                server.version,
                server.fingerprint,
                row.getInt("max_connections"),
                sessions,
                notes(row, hidden));
    }

    /// Asked for only when somebody waits for one.
    private PreparedBlockers prepared(ResultSet row, SessionRow reader) throws SQLException {
        boolean needed = false;
        while (!needed && row.next()) {
            needed = reader.waitsForPrepared();
        }
        if (!needed) {
            return PreparedBlockers.NONE;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SessionQuery.prepared(server.number))) {
            return PreparedBlockers.read(rows);
        }
    }

    private static List<String> notes(ResultSet row, boolean hidden) throws SQLException {
        boolean seesAll = row.getBoolean("sees_all") || row.getBoolean("we_are_superuser");
        return hidden && !seesAll
                ? List.of(
                        "what sessions of other users do is hidden from caretaker's account;"
                                + " GRANT pg_monitor TO "
                                + row.getString("account"))
                : List.of();
    }

    /// Tells the server to end a session.
    EndReply end(SessionKey key, @Nullable Instant unchangedSince, EndMethod method)
            throws SQLException {
        OptionalInt pid = pid(key);
        OptionalLong start = micros(key.startedAt());
        OptionalLong change =
                unchangedSince == null ? OptionalLong.empty() : micros(unchangedSince);
        boolean impossible = unchangedSince != null && change.isEmpty();
        if (pid.isEmpty() || start.isEmpty() || impossible) {
            return new EndReply.Gone();
        }
        try (PreparedStatement statement =
                connection.prepareStatement(SessionQuery.end(function(method)))) {
            statement.setInt(1, pid.getAsInt());
            statement.setLong(2, start.getAsLong());
            setLong(statement, 3, change);
            setLong(statement, 4, change);
            if (first(statement)) {
                return new EndReply.Done();
            }
            // A session whose beginning is hidden was never found; say why.
            return key.startedAt().equals(Instant.EPOCH)
                    ? objection(key).orElseGet(EndReply.Gone::new)
                    : new EndReply.Gone();
        } catch (SQLException e) {
            rollback();
            if (DENIED.equals(e.getSQLState())) {
                return denied(key, e);
            }
            throw e;
        }
    }

    /// Whether a session is still connected.
    boolean present(SessionKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SessionQuery.PRESENT)) {
            statement.setInt(1, pid(key).orElseThrow());
            statement.setLong(2, micros(key.startedAt()).orElseThrow());
            return first(statement);
        } catch (SQLException e) {
            rollback();
            throw e;
        }
    }

    /// The truth of the first row; false when there is none.
    private boolean first(PreparedStatement statement) throws SQLException {
        boolean truth;
        try (ResultSet row = statement.executeQuery()) {
            truth = row.next() && row.getBoolean(1);
        }
        connection.commit();
        return truth;
    }

    private EndReply denied(SessionKey key, SQLException refusal) throws SQLException {
        String message = String.valueOf(refusal.getMessage());
        return objection(key).orElseGet(() -> new EndReply.Denied(message, ""));
    }

    /// Why the account may not end this session, if it is there and the account may not.
    private Optional<EndReply> objection(SessionKey key) throws SQLException {
        for (DatabaseSession session : look().sessions()) {
            @Nullable String endable = session.endable();
            if (session.key().equals(key) && endable != null) {
                return Optional.of(
                        new EndReply.Denied(
                                "caretaker's account may not end session " + key.id(), endable));
            }
        }
        return Optional.empty();
    }

    private static String function(EndMethod method) {
        return switch (method) {
            case CANCEL -> "pg_cancel_backend";
            case TERMINATE -> "pg_terminate_backend";
        };
    }

    private static void setLong(PreparedStatement statement, int at, OptionalLong value)
            throws SQLException {
        if (value.isPresent()) {
            statement.setLong(at, value.getAsLong());
        } else {
            statement.setNull(at, Types.BIGINT);
        }
    }

    /// The process; empty when it cannot be one.
    private static OptionalInt pid(SessionKey key) {
        try {
            int pid = Integer.parseInt(key.id());
            return pid > 0 ? OptionalInt.of(pid) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /// The server's own precision; empty for an instant that the server cannot have named.
    private static OptionalLong micros(Instant instant) {
        try {
            return instant.equals(instant.truncatedTo(ChronoUnit.MICROS))
                    ? OptionalLong.of(ChronoUnit.MICROS.between(Instant.EPOCH, instant))
                    : OptionalLong.empty();
        } catch (ArithmeticException | DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is lost, which whoever uses it next finds out.
        }
    }

    /// Closes the sockets under whatever runs. The driver is told afterwards, by another thread,
    /// because it would warn about a connection that was never closed.
    void abort() {
        sockets.close();
        Thread.startVirtualThread(() -> quietly(connection));
    }

    private static void quietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is not usable any more either way.
        }
    }
}
