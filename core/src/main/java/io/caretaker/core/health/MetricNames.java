package io.caretaker.core.health;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Metrics as people say them. The unit is the name's end: `_s`, `_bytes`, `_percent`, `_ratio` (in
/// percent too), `_per_second`, `_days_left`.
public final class MetricNames {
    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("total_connections", "connections"),
                    Map.entry("total_locks", "locks held or waited for"),
                    Map.entry("blocked_locks", "sessions that wait for a lock"),
                    Map.entry("idle_in_transaction", "sessions idle in transaction"),
                    Map.entry("long_running_queries", "long-running queries"),
                    Map.entry("query_time_s", "the mean time of statements"),
                    Map.entry("transaction_id_age_percent", "the use of transaction ids"),
                    Map.entry("certificate_days_left", "the certificate's days left"),
                    Map.entry("disk_full_in_s", "the time until the disk is full"),
                    Map.entry(
                            "oldest_prepared_transaction_s",
                            "the age of the oldest prepared transaction"),
                    Map.entry("replication_lag_s", "the replication lag"),
                    Map.entry("checksum_failures", "data pages with a wrong checksum"),
                    Map.entry("failed_logins_per_hour", "failed log-ins in the last hour"),
                    Map.entry("connection_usage_percent", "the use of the connection limit"),
                    Map.entry("multixact_age_percent", "the use of multixact ids"),
                    Map.entry(
                            "inactive_slot_retained_bytes",
                            "the log kept for a replication slot that nobody reads"),
                    Map.entry(
                            "lost_replication_slots",
                            "replication slots whose log is gone (their replicas must be made"
                                    + " anew)"),
                    Map.entry("archive_failing_s", "the time that archiving has failed"),
                    Map.entry("fsync_enabled", "fsync is off: a power failure loses data"),
                    Map.entry(
                            "autovacuum_enabled",
                            "autovacuum is off: tables bloat, and transaction ids run out"),
                    Map.entry("deadlocks_per_hour", "deadlocks in the last hour"),
                    Map.entry("replication_io_running", "nothing is received from the source"),
                    Map.entry("replication_sql_running", "what was received is not applied"),
                    Map.entry("lost_replicas", "replicas that are no longer connected"),
                    Map.entry("semi_sync_active", "the source no longer waits for its replicas"),
                    Map.entry("group_member_online", "the server is no active member of its group"),
                    Map.entry("group_quorum", "most members of the group cannot be reached"),
                    Map.entry("galera_primary", "the node has lost the majority of its cluster"),
                    Map.entry("galera_ready", "the node takes no statements"),
                    Map.entry(
                            "galera_flow_control_percent",
                            "the time that a slow node makes the cluster wait"),
                    Map.entry(
                            "innodb_history_list_length",
                            "the old row versions that purge has not removed"),
                    Map.entry("redo_log_usage_percent", "the use of the redo log"),
                    Map.entry(
                            "durable_commits",
                            "commits are not flushed at once: a power failure loses some (set innodb_flush_log_at_trx_commit and sync_binlog to 1)"),
                    Map.entry(
                            "innodb_doublewrite",
                            "the doublewrite buffer is off: a power failure may tear pages"),
                    Map.entry("open_files_percent", "the use of open files"),
                    Map.entry(
                            "auto_increment_usage_percent",
                            "the use of automatic numbers in a table"),
                    Map.entry(
                            "refused_connections_per_hour",
                            "connections turned away in the last hour"),
                    Map.entry("replication_lag", "the replication lag"),
                    Map.entry("queued_operations", "operations that wait for their turn"),
                    Map.entry("cache_usage_percent", "the use of the cache"),
                    Map.entry("cache_dirty_percent", "the dirty part of the cache"),
                    Map.entry(
                            "examined_per_returned",
                            "documents looked at for each one returned or changed"),
                    Map.entry(
                            "flow_control_lagged",
                            "flow control (writes slowed down because members are behind)"),
                    Map.entry(
                            "primary_reachable",
                            "the replica set has no primary: nobody can write"),
                    Map.entry("members_down", "members of the replica set that cannot be reached"),
                    Map.entry("members_astray", "members that are neither primary nor secondary"),
                    Map.entry(
                            "members_missing_for_majority",
                            "members missing for a write by majority"),
                    Map.entry("elections_per_hour", "elections in the last hour"),
                    Map.entry("oplog_window_s", "the time that the oplog reaches back"),
                    Map.entry("checkpoint_time_s", "the time of a checkpoint"),
                    Map.entry("data_disk_usage_percent", "the use of the disk under the data"),
                    Map.entry("balancer_enabled", "the balancer is off: shards fill unevenly"),
                    Map.entry(
                            "access_control_enabled",
                            "access control is off: everyone who reaches the port may do all"),
                    Map.entry("message_assertions_per_hour", "internal errors in the last hour"),
                    Map.entry(
                            "rejected_connections_per_hour",
                            "connections refused in the last hour"),
                    Map.entry("unused_indexes", "indexes that nobody uses"),
                    Map.entry("startup_warnings", "warnings of the server's start"),
                    Map.entry("cpu_usage", "the use of the processors"),
                    Map.entry("memory_usage", "the use of memory"),
                    Map.entry("disk_usage", "the use of the disk"));

    private static final Set<String> PLURAL =
            Set.of(
                    "total_connections",
                    "total_locks",
                    "blocked_locks",
                    "idle_in_transaction",
                    "long_running_queries",
                    "certificate_days_left",
                    "lost_replicas",
                    "replication_channels",
                    "semi_sync_replicas",
                    "innodb_row_locks",
                    "innodb_history_list_length",
                    "max_used_connections",
                    "refused_connections_per_hour",
                    "tables_without_primary_key",
                    "tables_of_other_engines",
                    "group_members",
                    "binary_logs",
                    "checksum_failures",
                    "failed_logins_per_hour",
                    "lost_replication_slots",
                    "deadlocks_per_hour",
                    "connections",
                    "blocked_sessions",
                    "active_connections",
                    "idle_connections",
                    "slow_queries",
                    "dead_rows",
                    "tables_to_vacuum",
                    "prepared_transactions",
                    "replicas",
                    "replication_slots",
                    "inactive_replication_slots",
                    "pending_restart_settings",
                    "wal_files_to_archive",
                    "archive_failures",
                    "deadlocks",
                    "tls_connections",
                    "autovacuum_workers",
                    "waiting_connections",
                    "queued_operations",
                    "queued_reads",
                    "queued_writes",
                    "active_reads",
                    "active_writes",
                    "open_transactions",
                    "open_cursors",
                    "pinned_cursors",
                    "cursors_without_timeout",
                    "examined_per_returned",
                    "members",
                    "members_down",
                    "members_astray",
                    "members_missing_for_majority",
                    "elections_per_hour",
                    "shards",
                    "draining_shards",
                    "collections",
                    "indexes",
                    "unused_indexes",
                    "startup_warnings",
                    "rejected_connections_per_hour",
                    "timed_out_cursors_per_hour",
                    "regular_assertions_per_hour",
                    "message_assertions_per_hour",
                    "assertion_rollovers",
                    "read_tickets_available",
                    "write_tickets_available");

    /// Metrics that are 1 or 0, whose words tell what 0 means.
    private static final Set<String> FLAGS =
            Set.of(
                    "fsync_enabled",
                    "autovacuum_enabled",
                    "access_control_enabled",
                    "balancer_enabled",
                    "primary_reachable",
                    "replication_io_running",
                    "replication_sql_running",
                    "semi_sync_active",
                    "group_member_online",
                    "group_quorum",
                    "galera_primary",
                    "galera_ready",
                    "durable_commits",
                    "innodb_doublewrite");

    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    private static final double DAY = 86_400;
    private static final double KIBI = 1024;
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private static final Set<String> KNOWN =
            Collections.unmodifiableSet(MetricCatalogue.all().sequencedKeySet());

    private MetricNames() {}

    /// All metrics of databases, in the order of [MetricCatalogue].
    public static Set<String> known() {
        return KNOWN;
    }

    public static String words(String metric) {
        return WORDS.getOrDefault(metric, metric.replace('_', ' '));
    }

    static boolean flag(String metric) {
        return FLAGS.contains(metric);
    }

    static boolean plural(String metric) {
        return PLURAL.contains(metric);
    }

    /// A value with its unit, rounded.
    public static String amount(String metric, double value) {
        if (metric.endsWith("_per_second")) {
            return amount(metric.substring(0, metric.length() - "_per_second".length()), value)
                    + "/s";
        }
        if (metric.endsWith("_bytes_per_day")) {
            return bytes(value) + "/day";
        }
        if (metric.endsWith("_bytes")) {
            return bytes(value);
        }
        if (metric.endsWith("_percent") || metric.endsWith("_ratio")) {
            return HealthRules.plain(value) + " %";
        }
        return metric.endsWith("_s") || metric.endsWith("_seconds")
                ? time(value)
                : HealthRules.plain(value);
    }

    private static String time(double seconds) {
        if (seconds >= 2 * DAY) {
            return HealthRules.plain(seconds / DAY) + " days";
        }
        if (seconds >= 2 * HOUR) {
            return HealthRules.plain(seconds / HOUR) + " h";
        }
        return seconds >= 2 * MINUTE
                ? HealthRules.plain(seconds / MINUTE) + " min"
                : HealthRules.plain(seconds) + " s";
    }

    private static String bytes(double value) {
        double left = value;
        int unit = 0;
        while (Math.abs(left) >= KIBI && unit < BINARY.length - 1) {
            left /= KIBI;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", left, BINARY[unit]);
    }
}
