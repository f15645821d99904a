package io.caretaker.postgresql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The statements of a pass. All names are qualified or resolved in `pg_catalog` only, so that no
/// function of a user is ever called.
///
/// Each part gives one row of numbers. A column that begins with [#SUM] is a counter since the
/// statistics were reset, one that begins with [#FACT] is for caretaker alone, any other is a
/// metric; a null is what the account may not see or what does not exist here.
final class HealthQuery {
    static final String SUM = "sum_";
    static final String FACT = "fact_";

    /// What lasts a shorter time than this is the gap between two statements, or a lock that is
    /// about to be had.
    private static final String MOMENT = "interval '0.5 s'";

    private HealthQuery() {}

    /// @param sees what is not known when this part fails, as a person would say it
    /// @param vital whether a look without it is none
    record Part(String name, String sees, boolean vital, String sql) {}

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
               pg_catalog.current_setting('server_version_num')::int as number,
               current_user as account,
               pg_catalog.current_database() as database,
               pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
                   as may_identify
        """
                .formatted(statementTimeoutMillis);
    }

    static final String IDENTITY = "select system_identifier::text from pg_control_system()";

    /// Opens the transaction of a pass. It waits for no lock: the catalogues are hardly ever
    /// locked.
    static String begin(Duration statementTimeout) {
        return "begin read only; set local lock_timeout = '500ms'; set local statement_timeout = '"
                + statementTimeout.toMillis()
                + "ms'";
    }

    /// Everything that is read in every pass, in one batch.
    static List<Part> parts(
            int version, Duration longQuery, @Nullable StatementStatistics statements) {
        var parts = new ArrayList<Part>();
        parts.add(new Part("sessions", "the sessions", true, sessions(version, longQuery)));
        parts.add(new Part("locks", "locks", false, locks(version)));
        parts.add(new Part("databases", "throughput and ages", false, databases(version)));
        parts.add(new Part("replication", "replication", false, replication(version)));
        parts.add(new Part("slots", "replication slots", false, slots(version)));
        parts.add(new Part("background", "checkpoints and archiving", false, background(version)));
        parts.add(new Part("prepared", "prepared transactions", false, PREPARED));
        if (statements != null) {
            parts.add(
                    new Part("statements", "the times of statements", false, statements.totals()));
        }
        return parts;
    }

    /// Sessions of others show their state only to members of `pg_read_all_stats`, which
    /// `pg_monitor` is; without that what is counted by state is null and not a false zero.
    ///
    /// Ordinary accounts may use `max_connections` without those reserved for superusers and (16
    /// and newer) for members of `pg_use_reserved_connections`. Neither walsenders (12 and newer)
    /// nor autovacuum count among them.
    ///
    /// Source: PostgreSQL manual, `pg_stat_activity`, `pg_stat_ssl` (12 to 18); "Connection
    /// Settings": `superuser_reserved_connections`, `reserved_connections` (16).
    private static String sessions(int version, Duration longQuery) {
        String reserved =
                "current_setting('superuser_reserved_connections')::int"
                        + (version >= 160000
                                ? " + current_setting('reserved_connections')::int"
                                : "");
        return """
        with clock as materialized (select clock_timestamp() as t),
        seen as materialized (
          select pid, state, backend_type, backend_xmin, xact_start, query_start, state_change,
                 client_addr,
                 backend_type = 'client backend'
                     or (backend_type is null and datid is not null) as client,
                 (application_name = 'caretaker' and usename = current_user)
                     or pid = pg_backend_pid() as own,
                 coalesce(application_name, '') ~* '^(%1$s)' as backup
          from pg_stat_activity
        ), counted as (
          select t,
                 count(*) filter (where client) as connections,
                 count(*) filter (where client and not own
                     and state in ('active', 'fastpath function call')) as active,
                 count(*) filter (where client and not own and state = 'idle') as idle,
                 count(*) filter (where client and not own and state like 'idle in transaction%%'
                     and state_change <= t - %2$s) as idle_in_transaction,
                 count(*) filter (where client and not own and not backup and state = 'active'
                     and query_start <= t - interval '%3$s ms') as long_running,
                 max(t - query_start) filter (where client and not own and state = 'active')
                     as longest_query,
                 max(t - xact_start) filter (where client and not own) as longest_transaction,
                 max(t - state_change) filter (where client and not own
                     and state like 'idle in transaction%%') as longest_idle,
                 max(age(backend_xmin)) as horizon,
                 count(*) filter (where backend_type = 'autovacuum worker') as vacuums,
                 count(*) filter (where client and client_addr is not null) as by_tcp
          from seen, clock group by t
        ), rights as (
          select pg_has_role('pg_read_all_stats', 'USAGE') as sees_all
        ), limits as (
          select current_setting('max_connections')::int as most, %4$s as reserved
        )
        select extract(epoch from t) as at,
               connections,
               connections as total_connections,
               most as max_connections,
               current_setting('superuser_reserved_connections')::int
                   as superuser_reserved_connections,
               100.0 * connections / greatest(most - reserved, 1) as connection_usage_percent,
               case when sees_all then active end as active_connections,
               case when sees_all then idle end as idle_connections,
               case when sees_all then idle_in_transaction end as idle_in_transaction,
               case when sees_all then long_running end as long_running_queries,
               case when sees_all then greatest(0, extract(epoch from
                   coalesce(longest_query, '0'))) end as longest_query_s,
               case when sees_all then greatest(0, extract(epoch from
                   coalesce(longest_transaction, '0'))) end as longest_transaction_s,
               case when sees_all then greatest(0, extract(epoch from
                   coalesce(longest_idle, '0'))) end as longest_idle_in_transaction_s,
               case when sees_all then vacuums end as autovacuum_workers,
               case when sees_all then horizon end as vacuum_horizon_age,
               case when sees_all then by_tcp end as fact_by_tcp,
               case when sees_all then (select count(*) from pg_stat_ssl s join seen using (pid)
                   where s.ssl and seen.client) end as tls_connections,
               (current_setting('ssl') = 'on')::int as tls_enabled,
               (current_setting('autovacuum') = 'on'
                   and current_setting('track_counts') = 'on')::int as autovacuum_enabled,
               (current_setting('fsync') = 'on')::int as fsync_enabled,
               (current_setting('track_io_timing') = 'on')::int as fact_io_timing,
               (current_setting('track_activities') = 'on')::int as fact_activities,
               extract(epoch from t - pg_postmaster_start_time()) as uptime_seconds,
               pg_is_in_recovery()::int as in_recovery,
               sees_all::int as fact_sees_all
        from counted, rights, limits
        """
                .formatted(
                        BACKUPS,
                        MOMENT,
                        Long.toString(longQuery.toMillis()).toLowerCase(Locale.ROOT),
                        reserved);
    }

    /// The application names that backup programs give themselves.
    static final String BACKUPS =
            "pg_dump|pg_basebackup|pg_receivewal|pg_probackup|pgbackrest|barman|wal-?g";

    /// Since when a lock is waited for is told from 14 on; before that a wait is at most as old as
    /// its query.
    ///
    /// Source: PostgreSQL manual, `pg_locks` (`waitstart` from 14).
    private static String locks(int version) {
        String all = "count(*) filter (where pid is distinct from pg_backend_pid()) as total_locks";
        if (version >= 140000) {
            return """
            with clock as materialized (select clock_timestamp() as t)
            select %1$s,
                   count(distinct pid) filter (where not granted and waitstart <= t - %2$s)
                       as blocked_locks,
                   count(distinct pid) filter (where not granted and waitstart <= t - %2$s)
                       as blocked_sessions,
                   greatest(0, extract(epoch from coalesce(
                       max(t - waitstart) filter (where not granted), '0'))) as longest_lock_wait_s
            from pg_locks, clock
            """
                    .formatted(all, MOMENT);
        }
        return """
        with clock as materialized (select clock_timestamp() as t),
        waiting as materialized (
          select count(*) filter (where query_start <= t - %2$s) as blocked,
                 max(t - query_start) as longest
          from pg_stat_activity, clock where wait_event_type = 'Lock'
        ), held as (select %1$s from pg_locks)
        select total_locks,
               case when pg_has_role('pg_read_all_stats', 'USAGE') then blocked end
                   as blocked_locks,
               case when pg_has_role('pg_read_all_stats', 'USAGE') then blocked end
                   as blocked_sessions,
               case when pg_has_role('pg_read_all_stats', 'USAGE') then
                   greatest(0, extract(epoch from coalesce(longest, '0'))) end
                   as longest_lock_wait_s
        from waiting, held
        """
                .formatted(all, MOMENT);
    }

    /// `checksum_failures` is null where checksums are off.
    ///
    /// Transaction ids wrap around at 2^31, and the server refuses work shortly before.
    ///
    /// Source: PostgreSQL manual, `pg_stat_database` (12 to 18; `sessions` from 14), "Preventing
    /// Transaction ID Wraparound Failures", "Multixacts and Wraparound" (12 to 18).
    private static String databases(int version) {
        return """
        select sum(xact_commit + xact_rollback) as sum_transactions,
               sum(xact_rollback) as sum_rollbacks,
               sum(blks_hit) as sum_hits, sum(blks_read) as sum_reads,
               sum(blk_read_time) as sum_read_time,
               sum(temp_bytes) as sum_temp_bytes, sum(temp_files) as sum_temp_files,
               sum(tup_fetched) as sum_rows_fetched,
               sum(tup_inserted + tup_updated + tup_deleted) as sum_rows_written,
               %s
               sum(deadlocks) as deadlocks, sum(deadlocks) as sum_deadlocks,
               sum(conflicts) as sum_conflicts,
               sum(checksum_failures) as checksum_failures,
               (select max(age(datfrozenxid)) from pg_database) as transaction_id_age,
               (select 100.0 * max(age(datfrozenxid)) / 2147483648 from pg_database)
                   as transaction_id_age_percent,
               (select 100.0 * max(mxid_age(datminmxid)) / 2147483648 from pg_database)
                   as multixact_age_percent
        from pg_stat_database
        """
                .formatted(version >= 140000 ? "sum(sessions) as sum_new_sessions," : "");
    }

    /// A standby that has replayed all it has, and still gets more, is not behind, however long ago
    /// the last transaction was. On a primary `replay_lag` stands still for a standby that has
    /// stopped replaying; [WalClock] makes up for that from the positions.
    ///
    /// Source: PostgreSQL manual, `pg_stat_replication`, `pg_stat_wal_receiver`, "Recovery
    /// Information Functions", "Backup Control Functions" (12 to 18).
    private static String replication(int version) {
        String paused =
                version >= 140000
                        ? "(pg_get_wal_replay_pause_state() <> 'not paused')::int"
                        : "pg_is_wal_replay_paused()::int";
        return """
        with position as materialized (
          select pg_is_in_recovery() as standby,
                 case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
                      else pg_current_wal_lsn() end as here,
                 case when pg_is_in_recovery() then pg_last_wal_receive_lsn() end as received
        ), replicas as materialized (
          select count(*) as replicas, min(pg_wal_lsn_diff(replay_lsn, '0/0')) as replayed,
                 max(replay_lag) as lag
          from pg_stat_replication
          where state is distinct from 'backup'
            and application_name !~ '^(pg_basebackup|pg_receivewal)'
        ), receiver as (
          select count(*) as receivers from pg_stat_wal_receiver where pid is not null
        ), own as (
          select case when not standby then null
                      when received is not null and received <= here and receivers > 0 then 0
                      else extract(epoch from
                          clock_timestamp() - pg_last_xact_replay_timestamp()) end as lag
          from position, receiver
        )
        select case when standby then own.lag else extract(epoch from replicas.lag) end
                   as replication_lag_s,
               case when standby and received < here then 0
                    when standby then pg_wal_lsn_diff(received, here)
                    when pg_wal_lsn_diff(here, '0/0') < replayed then 0
                    else pg_wal_lsn_diff(here, '0/0') - replayed end as replication_lag_bytes,
               case when standby then receivers end as wal_receivers,
               case when standby then %s end as replay_paused,
               replicas,
               case when not standby then pg_wal_lsn_diff(here, '0/0') end as fact_position,
               case when not standby then replayed end as fact_replayed,
               pg_wal_lsn_diff(coalesce(received, here), '0/0') as sum_wal_bytes
        from position, replicas, receiver, own
        """
                .formatted(paused);
    }

    /// Source: PostgreSQL manual, `pg_replication_slots` (12 to 18; `wal_status` from 13).
    private static String slots(int version) {
        return """
        with position as materialized (
          select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
                      else pg_current_wal_lsn() end as here
        )
        select count(*) as replication_slots,
               count(*) filter (where not active) as inactive_replication_slots,
               %s
               coalesce(max(greatest(0, pg_wal_lsn_diff(here, restart_lsn))), 0)
                   as slot_retained_bytes,
               coalesce(max(greatest(0, pg_wal_lsn_diff(here, restart_lsn)))
                   filter (where not active), 0) as inactive_slot_retained_bytes
        from pg_replication_slots, position
        """
                .formatted(
                        version >= 130000
                                ? "count(*) filter (where wal_status = 'lost')"
                                        + " as lost_replication_slots,"
                                : "");
    }

    /// A failure to archive is over with the next success; since when it fails is not told, only
    /// when it last did.
    ///
    /// Source: PostgreSQL manual, `pg_stat_archiver` (12 to 18), `pg_stat_bgwriter` (12 to 16),
    /// `pg_stat_checkpointer` (17 and 18).
    private static String background(int version) {
        String checkpoints =
                version >= 170000
                        ? "select num_timed as timed, num_requested as requested"
                                + " from pg_stat_checkpointer"
                        : "select checkpoints_timed as timed, checkpoints_req as requested"
                                + " from pg_stat_bgwriter";
        return """
        with archiver as (
          select a.*, current_setting('archive_mode') = 'always'
                    or (current_setting('archive_mode') = 'on' and not pg_is_in_recovery()) as used,
                 last_failed_time is not null
                    and (last_archived_time is null or last_failed_time > last_archived_time)
                    as failing
          from pg_stat_archiver a
        ), checkpoints as (%s)
        select timed as sum_checkpoints_timed, requested as sum_checkpoints_requested,
               case when used then failed_count end as archive_failures,
               case when used then extract(epoch from
                   clock_timestamp() - last_archived_time) end as archive_age_s,
               used::int as fact_archive_used,
               case when used and failing then extract(epoch from last_failed_time) end
                   as fact_archive_failed_at
        from archiver, checkpoints
        """
                .formatted(checkpoints);
    }

    /// Source: PostgreSQL manual, `pg_prepared_xacts` (12 to 18).
    private static final String PREPARED =
            """
            select count(*) as prepared_transactions,
                   case when current_setting('max_prepared_transactions')::int > 0 then
                       greatest(0, coalesce(max(extract(epoch from
                           clock_timestamp() - prepared)), 0)) end
                       as oldest_prepared_transaction_s
            from pg_prepared_xacts
            """;
}
