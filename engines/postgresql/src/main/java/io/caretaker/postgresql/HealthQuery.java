package io.caretaker.postgresql;

/// The statements of a check. All names are qualified or resolved in `pg_catalog` only, so that no
/// function of a user is ever called.
final class HealthQuery {
    private HealthQuery() {}

    /// Prepares a new session and tells what only changes with a new server. An idle session is
    /// kept by us on purpose, so the server's limit on idle sessions (14 and newer) is lifted.
    ///
    /// Source: PostgreSQL manual, "Client Connection Defaults" (12 to 18) and "Control Data
    /// Functions" (`pg_control_system`).
    static String opening(long statementTimeoutMillis) {
        return """
        select pg_catalog.set_config('search_path', 'pg_catalog', false),
               pg_catalog.set_config('default_transaction_read_only', 'on', false),
               pg_catalog.set_config('jit', 'off', false),
               pg_catalog.set_config('lock_timeout', '2s', false),
               pg_catalog.set_config('statement_timeout', '%d', false),
               case when pg_catalog.current_setting('server_version_num')::int >= 140000
                    then pg_catalog.set_config('idle_session_timeout', '0', false) end,
               pg_catalog.current_setting('server_version') as version,
               pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
                   as may_identify
        """
                .formatted(statementTimeoutMillis);
    }

    static final String IDENTITY = "select system_identifier::text from pg_control_system()";

    /// Everything in one round trip. Columns that begin with `total_` are counters since the
    /// statistics were reset; a null is what the account may not see. Sessions of others show their
    /// state only to members of `pg_read_all_stats`, which `pg_monitor` is.
    ///
    /// Source: PostgreSQL manual, "The Cumulative Statistics System", views `pg_stat_activity`,
    /// `pg_stat_database`, `pg_stat_wal_receiver` (12 to 18).
    static final String METRICS =
            """
            with sessions as (
              select count(*) filter (where backend_type = 'client backend'
                         or (backend_type is null and datid is not null)) as connections,
                     count(*) filter (where state = 'active' and pid <> pg_backend_pid())
                         as active,
                     count(*) filter (where state in
                         ('idle in transaction', 'idle in transaction (aborted)')) as idle,
                     count(*) filter (where wait_event_type = 'Lock') as blocked,
                     coalesce(max(extract(epoch from clock_timestamp() - xact_start))
                         filter (where backend_type = 'client backend'
                             and pid <> pg_backend_pid()), 0) as longest
              from pg_stat_activity
            ), work as (
              select sum(xact_commit) as commits, sum(xact_rollback) as rollbacks,
                     sum(blks_hit) as hits, sum(blks_read) as reads,
                     sum(deadlocks) as deadlocks, sum(temp_bytes) as temp_bytes
              from pg_stat_database
            ), account as (
              select pg_has_role('pg_read_all_stats', 'USAGE') as sees_all
            )
            select extract(epoch from clock_timestamp()) as at,
                   connections,
                   current_setting('max_connections')::int as max_connections,
                   100.0 * connections / current_setting('max_connections')::int
                       as connection_usage_percent,
                   case when sees_all then active end as active_connections,
                   case when sees_all then idle end as idle_in_transaction,
                   case when sees_all then blocked end as blocked_sessions,
                   case when sees_all then longest end as longest_transaction_s,
                   extract(epoch from now() - pg_postmaster_start_time()) as uptime_seconds,
                   pg_is_in_recovery()::int as in_recovery,
                   case when not pg_is_in_recovery() then null
                        when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
                             and exists (select from pg_stat_wal_receiver where pid is not null)
                            then 0
                        else extract(epoch from now() - pg_last_xact_replay_timestamp())
                        end as replication_lag,
                   (select max(age(datfrozenxid)) from pg_database) as transaction_id_age,
                   deadlocks,
                   commits + rollbacks as total_transactions,
                   rollbacks as total_rollbacks,
                   hits as total_hits,
                   reads as total_reads,
                   temp_bytes as total_temp_bytes
            from sessions, work, account
            """;

    /// Size of what the account may see. It walks through directories, so it is asked rarely and
    /// with a limit of its own.
    static final String SIZE =
            """
            select sum(pg_database_size(oid)) from pg_database
            where has_database_privilege(oid, 'CONNECT')
               or pg_has_role('pg_read_all_stats', 'USAGE')
            """;
}
