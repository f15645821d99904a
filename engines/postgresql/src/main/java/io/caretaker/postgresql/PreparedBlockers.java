package io.caretaker.postgresql;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prepared transactions for which somebody waits, as sessions that nobody is connected to.
final class PreparedBlockers {
    static final PreparedBlockers NONE = new PreparedBlockers();
    private static final String PREFIX = "prepared:";

    private final Map<Integer, Set<String>> byWaiter = new HashMap<>();
    private final Map<String, DatabaseSession> sessions = new LinkedHashMap<>();

    private PreparedBlockers() {}

    /// Reads the rows of [SessionQuery#prepared].
    static PreparedBlockers read(ResultSet row) throws SQLException {
        var blockers = new PreparedBlockers();
        while (row.next()) {
            if (LockModes.conflict(
                    Objects.requireNonNullElse(row.getString("held"), ""),
                    Objects.requireNonNullElse(row.getString("wanted"), ""))) {
                blockers.add(row);
            }
        }
        return blockers;
    }

    static boolean named(String id) {
        return id.startsWith(PREFIX);
    }

    List<DatabaseSession> sessions() {
        return List.copyOf(sessions.values());
    }

    /// The ids of those that a process waits for. One that could not be found is named all the
    /// same, lest the process seem to wait for nobody.
    Set<String> of(int waiter) {
        return byWaiter.getOrDefault(waiter, Set.of(PREFIX + "?"));
    }

    private void add(ResultSet row) throws SQLException {
        String gid = Objects.requireNonNullElse(SessionRow.name(row, "gid"), "");
        String id = PREFIX + gid;
        byWaiter.computeIfAbsent(row.getInt("waiter"), _ -> new LinkedHashSet<>()).add(id);
        sessions.put(id, session(id, gid, row));
    }

    private static DatabaseSession session(String id, String gid, ResultSet row)
            throws SQLException {
        @Nullable Instant prepared = SessionRow.instant(row, "prepared");
        @Nullable String database = SessionRow.name(row, "database");
        return new DatabaseSession(
                new SessionKey(id, Objects.requireNonNullElse(prepared, Instant.EPOCH)),
                SessionKind.PREPARED,
                SessionState.IDLE_IN_TRANSACTION,
                SessionRow.name(row, "owner"),
                database,
                null,
                null,
                prepared,
                null,
                prepared,
                null,
                null,
                List.of(),
                null,
                "nobody is connected to it; whoever knows what it is for ends it in the database "
                        + database
                        + " by ROLLBACK PREPARED '"
                        + gid.replace("'", "''")
                        + "' or COMMIT PREPARED");
    }
}
