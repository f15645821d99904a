package io.caretaker.mysql;

import java.util.ArrayList;
import java.util.List;

/// The tables behind the metrics that are asked for when somebody wants to see them. A column
/// `query` is shown without its literals.
///
/// @param name as documents have it
/// @param title for people
/// @param grant what the account needs for it
record DetailQuery(String name, String title, Grant grant, String sql) {

    static List<DetailQuery> all(ServerFacts facts) {
        boolean instrumented = facts.on("performance_schema");
        Grant sessions =
                instrumented && !facts.version().mariadb() ? Grant.SESSIONS : Grant.PROCESS;
        var all = new ArrayList<DetailQuery>();
        all.add(connections(facts, sessions, "state", "command"));
        all.add(connections(facts, sessions, "user", "user"));
        all.add(connections(facts, sessions, "address", "SUBSTRING_INDEX(host, ':', 1)"));
        all.add(connections(facts, sessions, "database", "COALESCE(db, '(none)')"));
        all.add(
                new DetailQuery(
                        "longest_running", "Longest running", sessions, longestRunning(facts)));
        all.add(new DetailQuery("replicas", "Replicas", sessions, replicas(facts)));
        if (instrumented) {
            all.add(
                    new DetailQuery(
                            "slow_queries", "Slow queries", Grant.PERFORMANCE_SCHEMA, SLOW));
        }
        if (!facts.setting("group_replication_group_name").isEmpty()) {
            all.add(
                    new DetailQuery(
                            "group_members",
                            "Members of the replication group",
                            Grant.PERFORMANCE_SCHEMA,
                            GroupReplication.MEMBERS));
        }
        return all;
    }

    private static DetailQuery connections(
            ServerFacts facts, Grant grant, String by, String expression) {
        return new DetailQuery(
                "connections_by_" + by,
                "Connections by " + by,
                grant,
                """
                SELECT %1$s AS `%2$s`, COUNT(*) AS connections,
                       SUM(command <> 'Sleep') AS active,
                       SUM(command = 'Sleep' AND transaction IS NULL) AS idle,
                       SUM(command = 'Sleep' AND transaction IS NOT NULL) AS idle_in_transaction
                FROM (
                %3$s) seen WHERE %4$s GROUP BY %1$s ORDER BY 2 DESC, 1 LIMIT 50
                """
                        .formatted(expression, by, HealthQuery.seen(facts), HealthQuery.CLIENT));
    }

    private static String longestRunning(ServerFacts facts) {
        return """
        SELECT id, user AS `user`, SUBSTRING_INDEX(host, ':', 1) AS address, db AS `database`,
               command, age AS transaction_s, seconds AS query_s,
               NULLIF(CASE WHEN lock_state = 'LOCK WAIT' THEN 'row lock' ELSE state END, '')
                   AS state,
               locked AS row_locks, NULLIF(text, '') AS query
        FROM (
        %s) seen
        WHERE %s AND id <> CONNECTION_ID() AND (transaction IS NOT NULL OR command <> 'Sleep')
        ORDER BY GREATEST(COALESCE(age, 0), seconds) DESC LIMIT 20
        """
                .formatted(HealthQuery.seen(facts), HealthQuery.CLIENT);
    }

    private static String replicas(ServerFacts facts) {
        return """
        SELECT user AS `user`, SUBSTRING_INDEX(host, ':', 1) AS address, state,
               seconds AS connected_s
        FROM (
        %s) seen WHERE command LIKE 'Binlog Dump%%' ORDER BY 2
        """
                .formatted(HealthQuery.seen(facts));
    }

    /// The most expensive together. The server has taken the literals out of most, but not of all
    /// kinds of statements; [Rows] does it again. Those that look at the server, as caretaker does,
    /// are left out.
    ///
    /// Source: MySQL Reference Manual 5.7 to 8.4, "Statement Summary Tables"; times in picoseconds.
    private static final String SLOW =
            """
            SELECT COALESCE(DIGEST_TEXT, '(others)') AS query, SCHEMA_NAME AS `database`,
                   COUNT_STAR AS calls, SUM_TIMER_WAIT / 1e12 AS total_s,
                   AVG_TIMER_WAIT / 1e9 AS mean_ms, MAX_TIMER_WAIT / 1e9 AS longest_ms,
                   SUM_ROWS_SENT AS `rows`, SUM_ROWS_EXAMINED AS rows_examined,
                   SUM_CREATED_TMP_DISK_TABLES AS temp_disk_tables,
                   SUM_NO_INDEX_USED AS without_index, SUM_ERRORS AS errors
            FROM performance_schema.events_statements_summary_by_digest
            WHERE COALESCE(DIGEST_TEXT, '') NOT LIKE '%`performance_schema`%'
              AND COALESCE(DIGEST_TEXT, '') NOT LIKE '%`information_schema`%'
            ORDER BY SUM_TIMER_WAIT DESC LIMIT 20
            """;
}
