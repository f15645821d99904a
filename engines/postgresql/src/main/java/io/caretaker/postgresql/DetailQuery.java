package io.caretaker.postgresql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tables behind the metrics. A column `query` is shown without its literals.
///
/// @param name as documents have it
/// @param title for people
record DetailQuery(String name, String title, String sql) {

    static List<DetailQuery> all(int version, @Nullable StatementStatistics statements) {
        var all = new ArrayList<DetailQuery>();
        all.add(connections("state", "coalesce(state, 'unknown')"));
        all.add(connections("user", "coalesce(usename, 'unknown')"));
        all.add(
                connections(
                        "application",
                        "coalesce(nullif(application_name, ''), '(without a name)')"));
        all.add(connections("database", "coalesce(datname, 'unknown')"));
        all.add(new DetailQuery("databases", "Databases", DATABASES));
        all.add(new DetailQuery("longest_running", "Longest running", LONGEST_RUNNING));
        all.add(new DetailQuery("locks_by_mode", "Locks by mode", LOCKS));
        all.add(new DetailQuery("replicas", "Replicas", REPLICAS));
        all.add(new DetailQuery("replication_slots", "Replication slots", slots(version)));
        if (statements != null) {
            all.add(new DetailQuery("slow_queries", "Slow queries", slowQueries(statements)));
        }
        return all;
    }

    private static DetailQuery connections(String by, String expression) {
        return new DetailQuery(
                "connections_by_" + by,
                "Connections by " + by,
                """
                select %1$s as %2$s, count(*) as connections,
                       count(*) filter (where state = 'active') as active,
                       count(*) filter (where state = 'idle') as idle,
                       count(*) filter (where state like 'idle in transaction%%')
                           as idle_in_transaction
                from pg_stat_activity
                where backend_type = 'client backend'
                   or (backend_type is null and datid is not null)
                group by 1 order by 2 desc, 1 limit 50
                """
                        .formatted(expression, "\"" + by + "\""));
    }

    /// The size is null where the account may not see it.
    private static final String DATABASES =
            """
            select d.datname as database,
                   case when has_database_privilege(d.oid, 'CONNECT')
                          or pg_has_role('pg_read_all_stats', 'USAGE')
                        then pg_database_size(d.oid) end as size_bytes,
                   s.numbackends as connections, s.xact_commit as commits,
                   s.xact_rollback as rollbacks,
                   round(100.0 * s.blks_hit / nullif(s.blks_hit + s.blks_read, 0), 2)
                       as cache_hit_percent,
                   s.deadlocks, s.temp_files, s.temp_bytes, s.checksum_failures,
                   age(d.datfrozenxid) as transaction_id_age
            from pg_database d left join pg_stat_database s on s.datid = d.oid
            order by 2 desc nulls last limit 100
            """;

    private static final String LONGEST_RUNNING =
            """
            select pid, usename as "user", application_name as application, datname as database,
                   state,
                   extract(epoch from clock_timestamp() - xact_start)::float8
                       as transaction_s,
                   extract(epoch from clock_timestamp() - query_start)::float8
                       as query_s,
                   nullif(concat_ws(': ', wait_event_type, wait_event), '') as waits_for, query
            from pg_stat_activity
            where backend_type = 'client backend' and pid <> pg_backend_pid()
              and xact_start is not null
            order by xact_start limit 20
            """;

    private static final String LOCKS =
            """
            select mode, locktype as type, count(*) as locks,
                   count(*) filter (where not granted) as waiting
            from pg_locks where pid is distinct from pg_backend_pid()
            group by mode, locktype order by 4 desc, 3 desc
            """;

    private static final String REPLICAS =
            """
            with position as (
              select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
                          else pg_current_wal_lsn() end as here
            )
            select application_name as application, client_addr::text as address, state,
                   sync_state, pg_wal_lsn_diff(here, sent_lsn) as unsent_bytes,
                   pg_wal_lsn_diff(here, replay_lsn) as lag_bytes,
                   extract(epoch from replay_lag)::float8 as replay_lag_s
            from pg_stat_replication, position order by 6 desc nulls last
            """;

    private static String slots(int version) {
        return """
        with position as (
          select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
                      else pg_current_wal_lsn() end as here
        )
        select slot_name as slot, slot_type as type, database, active, temporary,
               pg_wal_lsn_diff(here, restart_lsn) as retained_bytes, %s
               greatest(age(xmin), age(catalog_xmin)) as horizon_age
        from pg_replication_slots, position order by 6 desc nulls last
        """
                .formatted(version >= 130000 ? "wal_status," : "");
    }

    /// The most expensive together, and the slowest each. Only for these are the texts read.
    private static String slowQueries(StatementStatistics statements) {
        return """
        with all_of_them as materialized (
          select userid, dbid, queryid, sum(calls) as calls, sum(%1$s) as total,
                 sum(%1$s) / greatest(sum(calls), 1) as mean, max(%2$s) as longest,
                 sum(rows) as rows, sum(shared_blks_hit) as hits, sum(shared_blks_read) as reads
          from %3$s where queryid is not null group by userid, dbid, queryid
        ), whole as (select sum(total) as total from all_of_them),
        top as (
          (select * from all_of_them order by total desc limit 15)
          union
          (select * from all_of_them order by mean desc limit 10)
        )
        select (select t.query from %4$s t
                where t.queryid = top.queryid and t.dbid = top.dbid and t.userid = top.userid
                limit 1) as query,
               d.datname as database, r.rolname as "user", calls,
               top.total / 1000 as total_s, mean as mean_ms, longest as longest_ms, rows,
               100 * top.total / nullif(whole.total, 0) as share_percent,
               hits as shared_hits, reads as shared_reads
        from top cross join whole
        left join pg_database d on d.oid = top.dbid
        left join pg_roles r on r.oid = top.userid
        order by top.total desc
        """
                .formatted(
                        statements.column("total"),
                        statements.column("max"),
                        statements.function(false),
                        "texts")
                .replaceFirst(
                        "with all_of_them",
                        "with texts as materialized (select userid, dbid, queryid, query from "
                                + statements.function(true)
                                + "), all_of_them");
    }
}
