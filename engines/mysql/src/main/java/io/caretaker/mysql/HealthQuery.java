package io.caretaker.mysql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The queries of a pass that give one row of numbers each. None of them opens a user's table, so
/// none waits for a metadata lock of one.
///
/// A column that begins with [#SUM] is a counter since the server's start, any other is a metric; a
/// null is what does not exist here.
final class HealthQuery {
    static final String SUM = "sum_";

    /// The account that [Account] makes, and others that are named like it.
    private static final String OWN = "caretaker%";

    private static final double PICOS_A_SECOND = 1e12;

    private HealthQuery() {}

    /// @param name for caretaker alone
    /// @param sees what is not known when this part fails, as a person would say it
    /// @param grant what the account needs for it
    record Part(String name, String sees, Grant grant, String sql) {}

    static List<Part> parts(ServerFacts facts, Duration longQuery) {
        boolean mariadb = facts.version().mariadb();
        boolean instrumented = facts.on("performance_schema");
        var parts = new ArrayList<Part>();
        parts.add(
                new Part(
                        "sessions",
                        "sessions and locks",
                        instrumented && !mariadb ? Grant.SESSIONS : Grant.PROCESS,
                        sessions(facts, longQuery)));
        if (!mariadb) {
            parts.add(new Part("innodb", "deadlocks and the history list", Grant.PROCESS, INNODB));
        }
        if (instrumented) {
            parts.add(
                    new Part(
                            "statements",
                            "the times of statements",
                            Grant.PERFORMANCE_SCHEMA,
                            STATEMENTS));
            parts.add(
                    new Part(
                            "encryption",
                            "how many clients use TLS",
                            Grant.PERFORMANCE_SCHEMA,
                            ENCRYPTION));
        }
        if (instrumented && !mariadb) {
            parts.add(new Part("locks", "the locks of tables", Grant.PERFORMANCE_SCHEMA, LOCKS));
        }
        return parts;
    }

    /// One line for each session, with the transaction that it has open. MySQL's process list holds
    /// up everybody who logs in meanwhile, its threads hold up nobody.
    ///
    /// Source: MySQL Reference Manual 5.7 to 8.4, "The threads Table", "The INFORMATION_SCHEMA
    /// INNODB_TRX Table"; MariaDB Knowledge Base, "Information Schema PROCESSLIST Table"
    /// (`TIME_MS`).
    static String seen(ServerFacts facts) {
        String columns;
        if (facts.version().mariadb()) {
            columns = LISTED.formatted("p.TIME_MS / 1000");
        } else if (facts.on("performance_schema")) {
            columns = THREADS;
        } else {
            columns = LISTED.formatted("p.TIME");
        }
        return columns;
    }

    private static final String LISTED =
            """
            SELECT p.ID AS id, p.USER AS user, p.HOST AS host, p.DB AS db, p.COMMAND AS command,
                   GREATEST(0, %s) AS seconds, COALESCE(p.STATE, '') AS state,
                   LEFT(COALESCE(p.INFO, ''), 1000) AS text, t.trx_id AS transaction,
                   t.trx_state AS lock_state, t.trx_rows_locked AS locked,
                   TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS age,
                   TIMESTAMPDIFF(SECOND, t.trx_wait_started, NOW()) AS waited
            FROM information_schema.PROCESSLIST p
            LEFT JOIN information_schema.INNODB_TRX t ON t.trx_mysql_thread_id = p.ID
            """;

    /// A thread that receives or applies for a replica bears the name of whoever started it.
    private static final String THREADS =
            """
            SELECT p.PROCESSLIST_ID AS id,
                   CASE WHEN p.NAME LIKE 'thread/sql/slave%' OR p.NAME LIKE 'thread/sql/replica%'
                        THEN 'system user' ELSE COALESCE(p.PROCESSLIST_USER, 'system user')
                   END AS user,
                   COALESCE(p.PROCESSLIST_HOST, '') AS host, p.PROCESSLIST_DB AS db,
                   COALESCE(p.PROCESSLIST_COMMAND, '') AS command,
                   GREATEST(0, COALESCE(p.PROCESSLIST_TIME, 0)) AS seconds,
                   COALESCE(p.PROCESSLIST_STATE, '') AS state,
                   LEFT(COALESCE(p.PROCESSLIST_INFO, ''), 1000) AS text, t.trx_id AS transaction,
                   t.trx_state AS lock_state, t.trx_rows_locked AS locked,
                   TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS age,
                   TIMESTAMPDIFF(SECOND, t.trx_wait_started, NOW()) AS waited
            FROM performance_schema.threads p
            LEFT JOIN information_schema.INNODB_TRX t
              ON t.trx_mysql_thread_id = p.PROCESSLIST_ID
            WHERE p.PROCESSLIST_ID IS NOT NULL
            """;

    /// A session of a client: neither of replication, nor of the server's own.
    static final String CLIENT =
            "(user NOT IN ('system user', 'event_scheduler') AND command NOT IN ('Daemon',"
                    + " 'Binlog Dump', 'Binlog Dump GTID', 'Slave_IO', 'Slave_SQL',"
                    + " 'Slave_worker', 'Group Replication Data Stream subscriber'))";

    static final String OURS =
            "(id = CONNECTION_ID() OR (user = SUBSTRING_INDEX(USER(), '@', 1) AND user LIKE '"
                    + OWN
                    + "'))";

    /// How the statements of dumps begin, and those of hot backups.
    private static final String BACKUP =
            "(text LIKE 'SELECT /*!40001 SQL_NO_CACHE */%' OR text LIKE 'BACKUP %'"
                    + " OR text LIKE 'LOCK INSTANCE FOR BACKUP%'"
                    + " OR text LIKE 'FLUSH %TABLES WITH READ LOCK%' OR text LIKE 'CLONE %')";

    /// What waits for a lock that is not InnoDB's: of a table, its definition, the whole server, or
    /// one of `GET_LOCK`.
    ///
    /// Source: MySQL 8.0 Reference Manual, "General Thread States"; MariaDB Knowledge Base, the
    /// same.
    private static final String STATE_WAITS =
            "(state LIKE 'Waiting for % lock' OR state IN ('User lock', 'Waiting for table flush'))";

    /// A wait counts when it has lasted for a second. A transaction without a session was prepared
    /// by `XA` and left behind.
    private static String sessions(ServerFacts facts, Duration longQuery) {
        return """
        SELECT SUM(%1$s AND NOT %2$s AND command <> 'Sleep') AS active_connections,
               SUM(%1$s AND NOT %2$s AND command = 'Sleep' AND transaction IS NULL)
                   AS idle_connections,
               SUM(%1$s AND NOT %2$s AND command = 'Sleep' AND transaction IS NOT NULL
                   AND seconds >= %6$s) AS idle_in_transaction,
               COALESCE(MAX(CASE WHEN %1$s AND NOT %2$s AND command = 'Sleep'
                   AND transaction IS NOT NULL THEN seconds END), 0)
                   AS longest_idle_in_transaction_s,
               COALESCE(MAX(CASE WHEN %1$s AND NOT %2$s THEN age END), 0) AS longest_transaction_s,
               SUM(%1$s AND NOT %2$s AND NOT %3$s AND command <> 'Sleep' AND seconds >= %5$s)
                   AS long_running_queries,
               COALESCE(MAX(CASE WHEN %1$s AND NOT %2$s AND command <> 'Sleep'
                   THEN seconds END), 0) AS longest_query_s,
               SUM((lock_state = 'LOCK WAIT' AND waited >= 1) IS TRUE
                   OR (%4$s AND seconds >= 1)) AS blocked_sessions,
               SUM((lock_state = 'LOCK WAIT' AND waited >= 1) IS TRUE
                   OR (%4$s AND seconds >= 1)) AS blocked_locks,
               GREATEST(
                   COALESCE(MAX(CASE WHEN lock_state = 'LOCK WAIT' THEN waited END), 0),
                   COALESCE(MAX(CASE WHEN %4$s THEN seconds END), 0)) AS longest_lock_wait_s,
               COALESCE(SUM(locked), 0) AS innodb_row_locks,
               SUM(command LIKE 'Binlog Dump%%') AS replicas,
               (SELECT COUNT(*) FROM information_schema.INNODB_TRX
                WHERE trx_mysql_thread_id = 0) AS prepared_transactions,
               (SELECT COALESCE(MAX(TIMESTAMPDIFF(SECOND, trx_started, NOW())), 0)
                FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = 0)
                   AS oldest_prepared_transaction_s
        FROM (
        %7$s) seen
        """
                .formatted(
                        CLIENT,
                        OURS,
                        BACKUP,
                        STATE_WAITS,
                        longQuery.toMillis() / 1000.0,
                        facts.version().mariadb() ? "0.5" : "1",
                        seen(facts));
    }

    /// Source: MySQL Reference Manual 5.7 to 8.4, "InnoDB INFORMATION_SCHEMA Metrics Table" (both
    /// are on unless they were turned off).
    private static final String INNODB =
            """
            SELECT MAX(CASE WHEN NAME = 'trx_rseg_history_len' THEN COUNT END)
                       AS innodb_history_list_length,
                   MAX(CASE WHEN NAME = 'lock_deadlocks' THEN COUNT END) AS sum_deadlocks
            FROM information_schema.INNODB_METRICS
            WHERE NAME IN ('trx_rseg_history_len', 'lock_deadlocks') AND STATUS = 'enabled'
            """;

    /// By kind of statement, of which there are about two hundred.
    private static final String STATEMENTS =
            """
            SELECT SUM(COUNT_STAR) AS sum_statements,
                   SUM(SUM_TIMER_WAIT) / %s AS sum_statement_seconds
            FROM performance_schema.events_statements_summary_global_by_event_name
            WHERE EVENT_NAME LIKE 'statement/sql/%%' OR EVENT_NAME = 'statement/com/Execute'
            """
                    .formatted(Long.toString((long) PICOS_A_SECOND));

    private static final String ENCRYPTION =
            """
            SELECT COALESCE(SUM(CONNECTION_TYPE = 'SSL/TLS'), 0) AS tls_connections,
                   100 * SUM(CONNECTION_TYPE = 'SSL/TLS')
                       / NULLIF(SUM(CONNECTION_TYPE IN ('SSL/TLS', 'TCP/IP')), 0)
                       AS tls_connections_percent
            FROM performance_schema.threads WHERE TYPE = 'FOREGROUND'
            """;

    private static final String LOCKS =
            """
            SELECT COUNT(*) AS total_locks FROM performance_schema.metadata_locks
            WHERE OBJECT_TYPE = 'TABLE' AND OWNER_THREAD_ID <> (
              SELECT THREAD_ID FROM performance_schema.threads
              WHERE PROCESSLIST_ID = CONNECTION_ID())
            """;
}
