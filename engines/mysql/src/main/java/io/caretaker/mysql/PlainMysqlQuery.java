package io.caretaker.mysql;

import io.caretaker.core.session.EndMethod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Sessions of MySQL without performance_schema: states are known to the second, and who waits for
/// a lock is seen, but not for whom.
///
/// Source: MySQL 8.0 Reference Manual, "The INFORMATION_SCHEMA PROCESSLIST Table".
record PlainMysqlQuery(SessionQuery.Sight sight) implements SessionQuery {
    private static final String SESSIONS =
            "SELECT 1 AS sessions, ID AS id, 0 AS thread, NULL AS thread_name, USER AS user,"
                    + " HOST AS host, DB AS db, COMMAND AS command, STATE AS stage,"
                    + " LEFT(INFO, "
                    + TEXT
                    + ") AS info, UNIX_TIMESTAMP() - TIME AS number, COMMAND <> 'Sleep' AS running,"
                    + " 0 AS exact, (UNIX_TIMESTAMP() - TIME) * 1000000 AS since,"
                    + " NULL AS query_since, NULL AS transaction_since"
                    + " FROM information_schema.PROCESSLIST";

    @Override
    public String look() {
        return "SELECT 1 AS clock, "
                + NOW
                + " AS now, NULL AS timer, @@GLOBAL.max_connections AS max_connections; "
                + SESSIONS
                + (sight.programs() ? "; " + PROGRAMS : "")
                + (sight.seesAll() ? "; " + TRANSACTIONS : "");
    }

    @Override
    public @Nullable String waits() {
        return null;
    }

    @Override
    public String present(long id) {
        return LISTED + id + (sight.seesAll() ? TRANSACTING + id : "");
    }

    @Override
    public String end(
            long id, @Nullable StateMark mark, @Nullable Instant begun, EndMethod method) {
        boolean cancel = method == EndMethod.CANCEL;
        String state = cancel && mark == null ? " AND COMMAND <> 'Sleep'" : "";
        if (mark != null) {
            state =
                    " AND COMMAND "
                            + (mark.running() ? "<>" : "=")
                            + " 'Sleep' AND UNIX_TIMESTAMP() - TIME BETWEEN "
                            + (mark.number() - 1)
                            + " AND "
                            + (mark.number() + 1);
        }
        return "SET @caretaker_victim = (SELECT ID FROM information_schema.PROCESSLIST WHERE ID = "
                + id
                + " AND ID <> CONNECTION_ID() AND USER"
                + NOT_SERVERS
                + state
                + "); KILL "
                + (cancel ? "QUERY" : "CONNECTION")
                + " @caretaker_victim";
    }
}
