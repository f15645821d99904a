package io.caretaker.mysql;

import io.caretaker.core.session.EndMethod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Sessions of MySQL with performance_schema: each statement of a thread has a number, and a
/// beginning and an end by a timer of the server. Takes no lock of the list of sessions.
///
/// Source: MySQL 8.0 Reference Manual, "The threads Table", "The events_statements_current Table",
/// "The events_transactions_current Table", "The data_lock_waits Table", "KILL Statement" (which
/// takes a user variable for a number).
record MysqlQuery(SessionQuery.Sight sight) implements SessionQuery {
    private static final String TIMER =
            "(SELECT e.TIMER_END DIV 1000000 FROM performance_schema.threads t"
                    + " JOIN performance_schema.events_statements_current e"
                    + " ON e.THREAD_ID = t.THREAD_ID AND e.NESTING_EVENT_LEVEL = 0"
                    + " WHERE t.PROCESSLIST_ID = CONNECTION_ID())";

    private static final String SESSIONS =
            "SELECT 1 AS sessions, t.PROCESSLIST_ID AS id, t.THREAD_ID AS thread,"
                    + " t.NAME AS thread_name, t.PROCESSLIST_USER AS user,"
                    + " IF(t.CONNECTION_TYPE = 'Socket', 'localhost',"
                    + " CONCAT(t.PROCESSLIST_HOST, ':0')) AS host,"
                    + " t.PROCESSLIST_DB AS db,"
                    + " t.PROCESSLIST_COMMAND AS command, t.PROCESSLIST_STATE AS stage,"
                    + " LEFT(COALESCE(t.PROCESSLIST_INFO, e.SQL_TEXT), "
                    + TEXT
                    + ") AS info, COALESCE(e.EVENT_ID, UNIX_TIMESTAMP() - t.PROCESSLIST_TIME)"
                    + " AS number, e.EVENT_ID IS NOT NULL AS exact,"
                    + " IF(e.EVENT_ID IS NULL, t.PROCESSLIST_COMMAND <> 'Sleep',"
                    + " e.END_EVENT_ID IS NULL) AS running,"
                    + " IF(e.END_EVENT_ID IS NULL, e.TIMER_START, e.TIMER_END) DIV 1000000"
                    + " AS since, e.TIMER_START DIV 1000000 AS query_since,"
                    + " x.TIMER_START DIV 1000000 AS transaction_since"
                    + " FROM performance_schema.threads t"
                    + " LEFT JOIN performance_schema.events_statements_current e"
                    + " ON e.THREAD_ID = t.THREAD_ID AND e.NESTING_EVENT_LEVEL = 0"
                    + " LEFT JOIN performance_schema.events_transactions_current x"
                    + " ON x.THREAD_ID = t.THREAD_ID AND x.STATE = 'ACTIVE'"
                    + " WHERE t.PROCESSLIST_ID IS NOT NULL";

    /// Who forbids changes of definitions on the whole server: XtraBackup does from its beginning
    /// to its end, names no program, and says nothing while it copies files.
    private static final String BACKUPS =
            "SELECT 1 AS backups, t.PROCESSLIST_ID AS id"
                    + " FROM performance_schema.metadata_locks l"
                    + " JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID"
                    + " WHERE l.OBJECT_TYPE LIKE 'BACKUP%' AND l.LOCK_TYPE = 'SHARED'"
                    + " AND l.LOCK_DURATION = 'EXPLICIT' AND l.LOCK_STATUS = 'GRANTED'"
                    + " AND t.PROCESSLIST_ID IS NOT NULL";

    private static final String ROW_WAITS =
            "SELECT 1 AS row_waits, t.PROCESSLIST_ID AS waiter, h.PROCESSLIST_ID AS holder,"
                    + " CAST(w.BLOCKING_ENGINE_TRANSACTION_ID AS CHAR) AS trx"
                    + " FROM performance_schema.data_lock_waits w"
                    + " JOIN performance_schema.threads t ON t.THREAD_ID = w.REQUESTING_THREAD_ID"
                    + " LEFT JOIN performance_schema.threads h"
                    + " ON h.THREAD_ID = w.BLOCKING_THREAD_ID";

    @Override
    public String look() {
        return "SELECT 1 AS clock, "
                + NOW
                + " AS now, "
                + TIMER
                + " AS timer, @@GLOBAL.max_connections AS max_connections; "
                + SESSIONS
                + "; "
                + PROGRAMS
                + "; "
                + ROW_WAITS
                + (sight.metadataLocks() ? "; " + BACKUPS : "");
    }

    @Override
    public @Nullable String waits() {
        String transactions = sight.seesAll() ? TRANSACTIONS : null;
        String locks = sight.metadataLocks() ? LOCKS : null;
        if (transactions != null && locks != null) {
            return transactions + "; " + locks;
        }
        return transactions == null ? locks : transactions;
    }

    @Override
    public String present(long id) {
        return "SELECT 1 FROM performance_schema.threads WHERE PROCESSLIST_ID = "
                + id
                + (sight.seesAll() ? TRANSACTING + id : "");
    }

    @Override
    public String end(
            long id, @Nullable StateMark mark, @Nullable Instant begun, EndMethod method) {
        boolean cancel = method == EndMethod.CANCEL;
        return "SET @caretaker_victim = (SELECT t.PROCESSLIST_ID FROM performance_schema.threads t"
                + (mark != null && mark.exact()
                        ? " JOIN performance_schema.events_statements_current e"
                                + " ON e.THREAD_ID = t.THREAD_ID AND e.NESTING_EVENT_LEVEL = 0"
                        : "")
                + " WHERE t.PROCESSLIST_ID = "
                + id
                + " AND t.PROCESSLIST_ID <> CONNECTION_ID() AND t.PROCESSLIST_USER"
                + NOT_SERVERS
                + " AND (t.NAME LIKE '%connection%' OR t.NAME LIKE 'thread/mysqlx/%')"
                + state(mark, cancel)
                + "); KILL "
                + (cancel ? "QUERY" : "CONNECTION")
                + " @caretaker_victim";
    }

    private static String state(@Nullable StateMark mark, boolean cancel) {
        if (mark == null) {
            return cancel ? " AND t.PROCESSLIST_COMMAND <> 'Sleep'" : "";
        }
        if (mark.exact()) {
            return " AND t.THREAD_ID = "
                    + mark.thread()
                    + " AND e.EVENT_ID = "
                    + mark.number()
                    + " AND e.END_EVENT_ID IS "
                    + (mark.running() ? "NULL" : "NOT NULL");
        }
        return " AND t.PROCESSLIST_COMMAND "
                + (mark.running() ? "<>" : "=")
                + " 'Sleep' AND UNIX_TIMESTAMP() - t.PROCESSLIST_TIME BETWEEN "
                + (mark.number() - 1)
                + " AND "
                + (mark.number() + 1);
    }
}
