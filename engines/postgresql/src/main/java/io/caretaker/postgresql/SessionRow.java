package io.caretaker.postgresql;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import io.caretaker.core.session.SqlText;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one row of [SessionQuery#look].
final class SessionRow {
    private static final int LONGEST_QUERY = 1_000;
    private static final int LONGEST_NAME = 200;
    private static final String HIDDEN = "<insufficient privilege>";

    /// Stands for the process of a prepared transaction, which has none.
    private static final int NO_PROCESS = 0;

    private final ResultSet row;

    SessionRow(ResultSet row) {
        this.row = row;
    }

    /// @param prepared ids of the prepared transactions that it waits for
    DatabaseSession session(Set<String> prepared) throws SQLException {
        SessionState state = state(row.getString("state"));
        @Nullable String query = query();
        @Nullable String user = name("username");
        List<String> blockers = blockers(prepared);
        return new DatabaseSession(
                key(),
                kind(state, user, query),
                state,
                user,
                name("database"),
                name("application"),
                client(),
                instant("xact_start"),
                instant("query_start"),
                instant("state_change"),
                waitsFor(),
                blockers.isEmpty() ? null : instant("lock_wait_start"),
                blockers,
                query,
                endable(user));
    }

    /// Whether others hide it: then even its beginning is unknown, and it cannot be told from a
    /// later one with the same number.
    boolean hidden() throws SQLException {
        return HIDDEN.equals(text("query"));
    }

    boolean waitsForPrepared() throws SQLException {
        return pids().contains(NO_PROCESS);
    }

    int pid() throws SQLException {
        return row.getInt("pid");
    }

    private SessionKey key() throws SQLException {
        return new SessionKey(
                Integer.toString(pid()),
                Objects.requireNonNullElse(instant("backend_start"), Instant.EPOCH));
    }

    private SessionKind kind(SessionState state, @Nullable String user, @Nullable String query)
            throws SQLException {
        return SessionKinds.of(
                new SessionKinds.Signs(
                        row.getString("backend_type"),
                        user != null,
                        row.getBoolean("own"),
                        name("application"),
                        state,
                        row.getBoolean("progresses"),
                        row.getBoolean("backs_up"),
                        query));
    }

    /// Source: PostgreSQL manual, "Server Signaling Functions" and "Predefined Roles" (12 to 18).
    private @Nullable String endable(@Nullable String user) throws SQLException {
        String account = Objects.requireNonNullElse(row.getString("account"), "the account");
        if (hidden()) {
            return "caretaker may not see since when it is connected; GRANT pg_monitor TO "
                    + account;
        }
        if (row.getBoolean("we_are_superuser")) {
            return null;
        }
        if (user == null) {
            return "it belongs to no user, and only a superuser may end it";
        }
        if (row.getBoolean("superuser")) {
            return "it belongs to a superuser, and only a superuser may end it";
        }
        return row.getBoolean("may_signal")
                ? null
                : "the account lacks the right; GRANT pg_signal_backend TO " + account;
    }

    private List<String> blockers(Set<String> prepared) throws SQLException {
        var all = new LinkedHashSet<String>();
        for (int pid : pids()) {
            if (pid == NO_PROCESS) {
                all.addAll(prepared);
            } else if (pid != pid()) {
                all.add(Integer.toString(pid));
            }
        }
        return List.copyOf(all);
    }

    private List<Integer> pids() throws SQLException {
        Array array = row.getArray("blockers");
        return array == null ? List.of() : List.of((Integer[]) array.getArray());
    }

    private @Nullable String client() throws SQLException {
        String address = row.getString("client_address");
        int port = row.getInt("client_port");
        return address != null ? address : port < 0 ? "local" : null;
    }

    private @Nullable String waitsFor() throws SQLException {
        String type = row.getString("wait_event_type");
        return type == null ? null : type + ": " + row.getString("wait_event");
    }

    private @Nullable String query() throws SQLException {
        @Nullable String text = text("query");
        if (text == null || text.equals(HIDDEN)) {
            return null;
        }
        String normal = SqlText.normalise(text);
        return normal.isEmpty() ? null : SqlText.cut(normal, LONGEST_QUERY);
    }

    private @Nullable String name(String column) throws SQLException {
        return name(row, column);
    }

    /// A name for people to see: whatever does not belong into one line is gone.
    static @Nullable String name(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
            return null;
        }
        String clean =
                new String(bytes, StandardCharsets.UTF_8).replaceAll("[\\p{Cc}\\p{Cf}]", " ");
        return SqlText.cut(clean, LONGEST_NAME);
    }

    /// Bytes that are not UTF-8 become the replacement character.
    private @Nullable String text(String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private @Nullable Instant instant(String column) throws SQLException {
        return instant(row, column);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /// Source: PostgreSQL manual, `pg_stat_activity.state` (12 to 18).
    private static SessionState state(@Nullable String state) {
        return switch (state) {
            case "active", "fastpath function call" -> SessionState.ACTIVE;
            case "idle" -> SessionState.IDLE;
            case "idle in transaction" -> SessionState.IDLE_IN_TRANSACTION;
            case "idle in transaction (aborted)" -> SessionState.IDLE_IN_ABORTED_TRANSACTION;
            case null, default -> SessionState.UNKNOWN;
        };
    }
}
