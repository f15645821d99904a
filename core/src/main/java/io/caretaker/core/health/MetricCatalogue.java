package io.caretaker.core.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Every metric of a database that caretaker knows, with its meaning. Thresholds may be set for
/// these.
public final class MetricCatalogue {
    /// Metrics that belong together.
    ///
    /// @param title as a heading
    /// @param meanings one line for each name, in order
    public record Group(String title, SequencedMap<String, String> meanings) {}

    private static final List<Group> GROUPS =
            List.of(
                    group(
                            "Connections and sessions",
                            "total_connections",
                            "connections of clients, caretaker's own included",
                            "connections",
                            "the same",
                            "max_connections",
                            "the server's limit",
                            "superuser_reserved_connections",
                            "how many of them are kept for superusers",
                            "connection_usage_percent",
                            "connections, of what ordinary accounts may have: the limit without"
                                    + " what is reserved",
                            "connections_available",
                            "connections that are still free (MongoDB)",
                            "active_connections",
                            "clients whose statement runs",
                            "idle_connections",
                            "clients that do nothing and have no transaction open",
                            "idle_in_transaction",
                            "clients with an open (or failed) transaction that have done nothing"
                                    + " for half a second or longer",
                            "longest_idle_in_transaction_s",
                            "how long the longest of them has done nothing",
                            "longest_transaction_s",
                            "age of the oldest open transaction of a client",
                            "long_running_queries",
                            "statements older than `long_query_sec`, without caretaker's,"
                                    + " replication, backups and autovacuum",
                            "longest_query_s",
                            "age of the oldest statement of a client",
                            "new_sessions_per_second",
                            "connections opened (PostgreSQL 14 and newer)",
                            "threads_running",
                            "threads that work (MySQL, MariaDB)",
                            "queued_operations",
                            "operations that wait for their turn (MongoDB)",
                            "prepared_transactions",
                            "transactions prepared for two-phase commit that nobody has ended",
                            "oldest_prepared_transaction_s",
                            "age of the oldest of them",
                            "failed_logins_per_hour",
                            "log-ins refused in the last hour, from the server's log",
                            "aborted_connects",
                            "failed connections since the check before (MySQL, MariaDB)",
                            "aborted_connects_total",
                            "failed connections since the server's start (MySQL, MariaDB)"),
                    group(
                            "Locks",
                            "total_locks",
                            "locks held or waited for by sessions of others",
                            "blocked_locks",
                            "sessions that have waited for a lock for half a second or longer (12"
                                    + " and 13: whose statement is that old)",
                            "blocked_sessions",
                            "the same",
                            "longest_lock_wait_s",
                            "the longest wait for a lock (12 and 13: at most that)",
                            "deadlocks",
                            "deadlocks since the statistics were reset",
                            "deadlocks_per_hour",
                            "deadlocks in the last hour, as far as it was watched",
                            "row_lock_waits",
                            "waits for a row since the check before (MySQL, MariaDB)",
                            "row_lock_waits_total",
                            "waits for a row since the server's start (MySQL, MariaDB)"),
                    group(
                            "Throughput and speed",
                            "transactions_per_second",
                            "transactions that ended",
                            "queries_per_second",
                            "statements that ended (PostgreSQL: from pg_stat_statements)",
                            "query_time_s",
                            "mean time of the statements that ended since the look before",
                            "slow_queries",
                            "PostgreSQL: normalised statements that take a second or longer on"
                                    + " average; MySQL, MariaDB: slow statements since the check"
                                    + " before",
                            "slow_queries_total",
                            "slow statements since the server's start (MySQL, MariaDB)",
                            "rollbacks_per_second",
                            "transactions that were rolled back",
                            "rollback_percent",
                            "of the transactions since the look before",
                            "rows_fetched_per_second",
                            "rows found by index scans and the like",
                            "rows_written_per_second",
                            "rows inserted, updated and deleted",
                            "round_trip_ms",
                            "time of one round trip that does next to nothing",
                            "cache_hit_ratio",
                            "percent of the pages found in the server's own cache since the look"
                                    + " before",
                            "buffer_pool_hit_ratio",
                            "the same",
                            "cache_usage_percent",
                            "how full the cache is (MongoDB)",
                            "read_time_ms",
                            "mean time to read a page that was not in the cache (needs"
                                    + " track_io_timing)",
                            "temp_bytes_per_second",
                            "written to temporary files by statements too big for work_mem",
                            "temp_files_per_second",
                            "how many such files"),
                    group(
                            "Replication",
                            "in_recovery",
                            "1 on a standby",
                            "replication_primary",
                            "1 on the primary of a replica set (MongoDB)",
                            "replication_lag_s",
                            "a standby: seconds it is behind; a primary: the same of its worst"
                                    + " replica",
                            "replication_lag",
                            "the same",
                            "replication_lag_bytes",
                            "log received but not replayed; on a primary log not replayed by the"
                                    + " worst replica",
                            "replicas",
                            "replicas connected to this server, logical ones too",
                            "wal_receivers",
                            "1 on a standby that is connected to its primary",
                            "replay_paused",
                            "1 on a standby whose replay a person has paused",
                            "conflicts_per_hour",
                            "statements cancelled on a standby because of replay, in the last hour",
                            "replication_slots",
                            "replication slots",
                            "inactive_replication_slots",
                            "those that nobody reads",
                            "lost_replication_slots",
                            "those whose log is gone: their replicas must be made anew (13 and"
                                    + " newer)",
                            "slot_retained_bytes",
                            "the most log that a slot keeps on disk",
                            "inactive_slot_retained_bytes",
                            "the same of slots that nobody reads: it grows until the disk is full"),
                    group(
                            "Write-ahead log, checkpoints, archive",
                            "wal_bytes_per_second",
                            "log written, on a standby received",
                            "wal_size_bytes",
                            "log on disk",
                            "wal_files_to_archive",
                            "files of the log that wait to be archived",
                            "archive_failures",
                            "failed attempts to archive since the statistics were reset",
                            "archive_failing_s",
                            "how long archiving has failed; 0 when the last attempt succeeded",
                            "archive_waiting_s",
                            "how long the oldest of the waiting files has waited",
                            "archive_age_s",
                            "since the last file was archived; long on a server where nothing is"
                                    + " written",
                            "checkpoints_requested_percent",
                            "checkpoints of the last hour forced by much log (max_wal_size) or"
                                    + " by hand; before that since the statistics were reset"),
                    group(
                            "Vacuum and data",
                            "transaction_id_age",
                            "age of the oldest transaction id",
                            "transaction_id_age_percent",
                            "the same of 2^31, where the server stops",
                            "multixact_age_percent",
                            "the same of multixact ids",
                            "vacuum_horizon_age",
                            "transactions since the oldest snapshot that a session holds: vacuum"
                                    + " removes nothing younger",
                            "dead_rows",
                            "rows that vacuum could remove, in the ten busiest databases",
                            "dead_rows_percent",
                            "of all rows there",
                            "tables_to_vacuum",
                            "tables twice past the point where autovacuum comes by the server's"
                                    + " settings",
                            "autovacuum_workers",
                            "vacuums that autovacuum runs",
                            "autovacuum_enabled",
                            "0 when autovacuum or the statistics it needs are off",
                            "innodb_history_list_length",
                            "undo log that purge has not removed (MySQL, MariaDB)",
                            "checksum_failures",
                            "data pages with a wrong checksum since the statistics were reset;"
                                    + " absent without checksums",
                            "database_size_bytes",
                            "size of all databases together",
                            "database_growth_bytes_per_day",
                            "their growth in the time watched, at most a day; needs half an hour",
                            "disk_full_in_s",
                            "when the disk will be full if it goes on like this"),
                    group(
                            "Server",
                            "uptime_seconds",
                            "since the server's start",
                            "fsync_enabled",
                            "0 when a power failure may destroy the data",
                            "pending_restart_settings",
                            "settings that were changed and wait for a restart",
                            "tls_enabled",
                            "1 when the server offers TLS",
                            "tls_connections",
                            "clients that use it",
                            "tls_connections_percent",
                            "of the clients that come by TCP",
                            "certificate_days_left",
                            "until the first certificate that the server shows ends"));

    private MetricCatalogue() {}

    public static List<Group> groups() {
        return GROUPS;
    }

    /// The meanings by name.
    static SequencedMap<String, String> all() {
        var all = new LinkedHashMap<String, String>();
        GROUPS.forEach(group -> all.putAll(group.meanings()));
        return all;
    }

    private static Group group(String title, String... namesAndMeanings) {
        var meanings = new LinkedHashMap<String, String>();
        var words = new ArrayList<>(List.of(namesAndMeanings));
        while (!words.isEmpty()) {
            meanings.put(words.removeFirst(), words.removeFirst());
        }
        return new Group(title, meanings);
    }
}
