package io.caretaker.mysql;

import io.caretaker.core.session.EndMethod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions of MariaDB: each statement has a number that no other one ever gets.
///
/// Source: MariaDB Knowledge Base, "Information Schema PROCESSLIST Table" (QUERY_ID, TIME_MS),
/// "Information Schema INNODB_LOCK_WAITS Table", "BEGIN NOT ATOMIC", "KILL" (KILL QUERY ID), 10.6
/// to 11.8.
record MariaDbQuery(SessionQuery.Sight sight) implements SessionQuery {
    private static final String SESSIONS =
            "SELECT 1 AS sessions, ID AS id, 0 AS thread, NULL AS thread_name, USER AS user,"
                    + " HOST AS host, DB AS db, COMMAND AS command, STATE AS stage,"
                    + " LEFT(INFO, "
                    + TEXT
                    + ") AS info, QUERY_ID AS number, COMMAND <> 'Sleep' AS running, 1 AS exact,"
                    + " "
                    + NOW
                    + " - CAST(TIME_MS * 1000 AS SIGNED) AS since, NULL AS query_since,"
                    + " NULL AS transaction_since FROM information_schema.PROCESSLIST";

    /// mariadb-backup names no program; it is known by the server's own client library, which
    /// besides it only other servers use. MySQL's library, which any program may use, has the same
    /// name and a version below 10.
    private static final String PROGRAMS_AND_LIBRARY =
            "SELECT 1 AS programs, PROCESSLIST_ID AS id, COALESCE("
                    + "MAX(IF(ATTR_NAME = 'program_name', ATTR_VALUE, NULL)),"
                    + " IF(SUM(ATTR_NAME = '_client_version' AND ATTR_VALUE LIKE '1_.%') > 0,"
                    + " MAX(IF(ATTR_NAME = '_client_name' AND ATTR_VALUE = 'libmysql', ATTR_VALUE,"
                    + " NULL)), NULL), '') AS program"
                    + " FROM performance_schema.session_connect_attrs"
                    + " WHERE ATTR_NAME IN ('program_name', '_client_name', '_client_version')"
                    + " GROUP BY PROCESSLIST_ID";

    private static final String PLUGIN_LOCKS =
            "SELECT 1 AS plugin_locks, THREAD_ID AS id, LOCK_TYPE AS type,"
                    + " TABLE_SCHEMA AS object_schema, TABLE_NAME AS object_name,"
                    + " LOCK_MODE AS mode FROM information_schema.METADATA_LOCK_INFO";

    @Override
    public String look() {
        List<String> parts = new ArrayList<>();
        parts.add(
                "SELECT 1 AS clock, "
                        + NOW
                        + " AS now, NULL AS timer, @@GLOBAL.max_connections AS max_connections");
        parts.add(SESSIONS);
        if (sight.programs()) {
            parts.add(PROGRAMS_AND_LIBRARY);
        }
        if (sight.seesAll()) {
            parts.add(TRANSACTIONS);
        }
        return String.join("; ", parts);
    }

    @Override
    public @Nullable String waits() {
        List<String> parts = new ArrayList<>();
        if (sight.seesAll()) {
            parts.add(
                    "SELECT 1 AS row_waits, requested_lock_id AS waiter, blocking_trx_id AS holder"
                            + " FROM information_schema.INNODB_LOCK_WAITS");
        }
        if (sight.metadataLocks()) {
            parts.add(LOCKS);
        }
        if (sight.plugin()) {
            parts.add(PLUGIN_LOCKS);
        }
        return parts.isEmpty() ? null : String.join("; ", parts);
    }

    @Override
    public String present(long id) {
        return LISTED + id;
    }

    @Override
    public String end(
            long id, @Nullable StateMark mark, @Nullable Instant begun, EndMethod method) {
        boolean cancel = method == EndMethod.CANCEL;
        String state =
                mark == null
                        ? (cancel ? " AND COMMAND <> 'Sleep'" : "")
                        : " AND QUERY_ID = "
                                + mark.number()
                                + " AND COMMAND "
                                + (mark.running() ? "<>" : "=")
                                + " 'Sleep'";
        String exactly = cancel && mark != null ? "QUERY ID " + mark.number() : whole(id, method);
        return "BEGIN NOT ATOMIC DECLARE hit INT DEFAULT 0; IF "
                + kill(id, state, exactly)
                + (begun == null ? "" : "ELSEIF " + kill(id, runsSince(begun), whole(id, method)))
                + "END IF; SELECT hit; END";
    }

    private static String whole(long id, EndMethod method) {
        return (method == EndMethod.CANCEL ? "QUERY " : "CONNECTION ") + id;
    }

    private static String kill(long id, String state, String what) {
        return "EXISTS (SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = "
                + id
                + " AND ID <> CONNECTION_ID() AND USER"
                + NOT_SERVERS
                + state
                + ") THEN KILL "
                + what
                + "; SET hit = 1; ";
    }

    /// Each statement of a procedure has a number of its own; the time is that of the one that
    /// called it.
    private static String runsSince(Instant begun) {
        return " AND COMMAND <> 'Sleep' AND ABS("
                + NOW
                + " - CAST(TIME_MS * 1000 AS SIGNED) - "
                + ChronoUnit.MICROS.between(Instant.EPOCH, begun)
                + ") <= "
                + SessionMemory.SAME_BEGINNING.toNanos() / 1000;
    }
}
