package io.caretaker.postgresql;

/// The statements that are too expensive for every pass. Each runs in a transaction of its own,
/// with a limit of its own, and its failure costs only itself.
///
/// Source: PostgreSQL manual, "System Administration Functions", `pg_settings`, "The Cumulative
/// Statistics System" (12 to 18).
final class RareQuery {
    private RareQuery() {}

    /// Size of what the account may see. It walks through directories.
    static final String SIZE =
            """
            select sum(pg_database_size(oid)) as database_size_bytes from pg_database
            where has_database_privilege(oid, 'CONNECT')
               or pg_has_role('pg_read_all_stats', 'USAGE')
            """;

    /// The write-ahead log on disk, and how much of it waits to be archived. Both functions are for
    /// members of `pg_monitor`.
    static final String WAL_FILES =
            """
            with waiting as materialized (
              select count(*) as files, min(modification) as since from pg_ls_archive_statusdir()
              where name like '%.ready' and current_setting('archive_mode') <> 'off'
            )
            select (select coalesce(sum(size), 0) from pg_ls_waldir()) as wal_size_bytes,
                   case when current_setting('archive_mode') <> 'off' then files end
                       as wal_files_to_archive,
                   case when current_setting('archive_mode') <> 'off' then greatest(0,
                       extract(epoch from clock_timestamp() - coalesce(since, clock_timestamp())))
                       end as archive_waiting_s
            from waiting
            """;

    static final String SETTINGS =
            """
            select count(*) filter (where pending_restart) as pending_restart_settings
            from pg_settings
            """;

    /// Where `pg_stat_statements` is in this database, and whether the server has loaded it;
    /// `loaded` is null when the account may not see that.
    static final String STATEMENTS =
            """
            select (select quote_ident(n.nspname) from pg_extension e
                    join pg_namespace n on n.oid = e.extnamespace
                    where e.extname = 'pg_stat_statements') as schema,
                   (select extversion from pg_extension where extname = 'pg_stat_statements')
                       as version,
                   (select setting like '%pg_stat_statements%' from pg_settings
                    where name = 'shared_preload_libraries') as loaded,
                   pg_is_in_recovery() as standby
            """;

    /// The other databases that can be looked into, the busiest first.
    static final String OTHER_DATABASES =
            """
            select d.datname as name from pg_database d
            left join pg_stat_database s on s.datid = d.oid
            where d.datallowconn and not d.datistemplate and d.datname <> current_database()
              and has_database_privilege(d.oid, 'CONNECT')
            order by s.xact_commit desc nulls last
            """;

    /// The tables of one database: all together in each row, and those with the most dead rows. A
    /// table is to be vacuumed when it is twice past the point where autovacuum would come by the
    /// server's settings. Reads no table, and asks the statistics without the views' joins.
    static final String TABLES =
            """
            with limits as materialized (
              select current_setting('autovacuum_vacuum_threshold')::float8 as base,
                     current_setting('autovacuum_vacuum_scale_factor')::float8 as scale
            ), tables as materialized (
              select c.oid, n.nspname || '.' || c.relname as name,
                     pg_stat_get_dead_tuples(c.oid) as dead,
                     pg_stat_get_live_tuples(c.oid) as live,
                     greatest(pg_stat_get_last_vacuum_time(c.oid),
                              pg_stat_get_last_autovacuum_time(c.oid)) as vacuumed,
                     case when c.relfrozenxid <> '0' then age(c.relfrozenxid) end as age
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relkind in ('r', 'm')
                and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            ), whole as (
              select coalesce(sum(dead), 0)::float8 as all_dead,
                     coalesce(sum(live), 0)::float8 as all_live,
                     count(*) filter (where dead > 2 * (base + scale * live)) as late
              from tables, limits
            )
            select all_dead, all_live, late, name as table, dead as dead_rows,
                   live as live_rows,
                   round(100.0 * dead / greatest(dead + live, 1), 1) as dead_percent,
                   to_char(vacuumed at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                       as last_vacuum,
                   age as transaction_id_age
            from whole left join lateral
                 (select * from tables where dead > 0 order by dead desc limit 10) top on true
            """;
}
