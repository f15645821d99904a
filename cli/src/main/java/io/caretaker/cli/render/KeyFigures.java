package io.caretaker.cli.render;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.MetricNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The metrics that a person wants to see first, in groups. A metric that an engine lacks is left
/// out, and a group without any.
final class KeyFigures {
    static final List<Group> GROUPS =
            List.of(
                    new Group(
                            "Connections",
                            of("total_connections", "% in all"),
                            of("max_connections", "limit %"),
                            of("connection_usage_percent", "% of the limit"),
                            of("active_connections", "% active"),
                            of("threads_running", "% threads at work"),
                            of("idle_connections", "% idle"),
                            of("idle_in_transaction", "% idle in transaction"),
                            ifAny("longest_idle_in_transaction_s", "for up to %")),
                    new Group(
                            "Work",
                            of("transactions_per_second", "transactions %"),
                            of("queries_per_second", "queries %"),
                            of("query_time_s", "% a statement"),
                            of("longest_query_s", "longest query %"),
                            of("longest_transaction_s", "longest transaction %"),
                            of("long_running_queries", "% long-running"),
                            ifAny("slow_queries", "% slow"),
                            ifAny("queued_operations", "% waiting for their turn"),
                            of("rollback_percent", "rollbacks %"),
                            of("cache_hit_ratio", "cache hits %"),
                            of("buffer_pool_usage_percent", "buffer pool % full"),
                            of("buffer_pool_dirty_percent", "% of it dirty"),
                            of("cache_usage_percent", "cache % full"),
                            of("cache_dirty_percent", "% of it dirty"),
                            ifAny("queued_operations", "% operations queued"),
                            ifAny("examined_per_returned", "% documents read for each used"),
                            ifAny("flow_control_lagged", "writes slowed down"),
                            ifAny("temp_bytes_per_second", "temporary files %"),
                            ifAny("temp_disk_tables_percent", "temporary tables on disk %")),
                    new Group(
                            "Locks",
                            of("total_locks", "% held or waited for"),
                            of("blocked_locks", "% waiting"),
                            ifAny("longest_lock_wait_s", "longest wait %"),
                            ifAny("innodb_row_locks", "% rows locked"),
                            ifAny("row_lock_waits", "% waits for a row"),
                            of("deadlocks", "% deadlocks")),
                    new Group(
                            "Replication",
                            of("in_recovery", "%", "primary", "standby"),
                            of("replication_primary", "%", "not the primary", "primary"),
                            of("members", "% members"),
                            ifAny("members_down", "% of them down"),
                            ifAny("members_astray", "% of them not at work"),
                            of("replicas", "% replicas"),
                            ifAny("lost_replicas", "% replicas lost"),
                            of("replication_io_running", "receiving %", "no", "yes"),
                            of("replication_sql_running", "applying %", "no", "yes"),
                            of("read_only", "%", "writable", "read-only"),
                            of("semi_sync_active", "waiting for replicas %", "no", "yes"),
                            of("replication_lag_s", "lag %"),
                            ifAny("replication_lag_bytes", "% behind"),
                            of("oplog_window_s", "oplog reaches % back"),
                            ifAny("elections_per_hour", "% elections in the last hour"),
                            of("shards", "% shards"),
                            of("balancer_enabled", "balancer %", "off", "on"),
                            ifAny("replication_slots", "% slots"),
                            ifAny("inactive_replication_slots", "% slots unused"),
                            ifAny("lost_replication_slots", "% slots lost"),
                            ifAny("inactive_slot_retained_bytes", "% kept for unused slots"),
                            ifAny("archive_failing_s", "log archiving failing for %")),
                    new Group(
                            "Cluster",
                            of("group_member_online", "member %", "not active", "active"),
                            of("group_members_online", "% active members"),
                            ifAny("group_members_unreachable", "% unreachable"),
                            of("group_applier_queue", "% transactions to apply"),
                            of("galera_primary", "majority %", "lost", "there"),
                            of("galera_synced", "synchronised %", "no", "yes"),
                            of("galera_cluster_size", "% nodes"),
                            of("galera_receive_queue", "% changes to apply"),
                            ifAny("galera_flow_control_percent", "held back % of the time")),
                    new Group(
                            "Storage",
                            of("database_size_bytes", "% of databases"),
                            of("database_growth_bytes_per_day", "growing by %"),
                            ifAny("free_storage_percent", "% of it empty"),
                            of("wal_bytes_per_second", "log written %"),
                            of("redo_log_bytes_per_second", "log written %"),
                            of("redo_log_usage_percent", "redo log % used"),
                            of("binary_log_size_bytes", "% of binary logs"),
                            of("data_disk_free_bytes", "% of disk free"),
                            of("data_disk_usage_percent", "disk % used"),
                            of("disk_full_in_s", "disk full in %")),
                    new Group(
                            "Maintenance",
                            of("transaction_id_age_percent", "transaction ids % used"),
                            ifAny("multixact_age_percent", "multixact ids % used"),
                            of("dead_rows_percent", "dead rows %"),
                            of("innodb_history_list_length", "undo log of % transactions kept"),
                            ifAny("tables_without_primary_key", "% tables without a primary key"),
                            ifAny("tables_of_other_engines", "% tables of other engines"),
                            of("auto_increment_usage_percent", "automatic numbers % used"),
                            of("durable_commits", "commits flushed %", "late", "at once"),
                            ifAny("vacuum_horizon_age", "cleaning held back by % transactions"),
                            ifAny("prepared_transactions", "% prepared transactions"),
                            ifAny("autovacuum_workers", "% autovacuum workers"),
                            ifAny("unused_indexes", "% unused indexes"),
                            of("checkpoint_time_s", "checkpoint in %"),
                            ifAny("startup_warnings", "% warnings at the start"),
                            of("autovacuum_enabled", "autovacuum %", "off", "on"),
                            of("fsync_enabled", "fsync %", "off", "on"),
                            of("checksum_failures", "% pages damaged")),
                    new Group(
                            "Security",
                            of("access_control_enabled", "access control %", "off", "on"),
                            of("tls_enabled", "TLS %", "off", "on"),
                            of("tls_connections_percent", "TLS used by %"),
                            of("certificate_days_left", "certificate good for % days"),
                            of("failed_logins_per_hour", "% failed log-ins in the last hour")));

    private KeyFigures() {}

    /// Figures that belong together.
    record Group(String title, List<Figure> figures) {
        Group(String title, Figure... figures) {
            this(title, List.of(figures));
        }
    }

    /// One metric in words.
    ///
    /// @param text with `%` where the value stands
    /// @param evenNone whether it is worth a word when it is 0
    /// @param answers the words for 0 and for anything else; empty for the number itself
    record Figure(String metric, String text, boolean evenNone, List<String> answers) {

        /// Null when there is nothing to say.
        @Nullable String in(Metrics metrics) {
            Double value = metrics.get(metric);
            if (value == null || (value == 0 && !evenNone)) {
                return null;
            }
            String shown =
                    answers.isEmpty()
                            ? MetricNames.amount(metric, value)
                            : answers.get(value == 0 ? 0 : 1);
            return text.replace("%", shown);
        }
    }

    private static Figure of(String metric, String text, String... answers) {
        return new Figure(metric, text, true, List.of(answers));
    }

    private static Figure ifAny(String metric, String text) {
        return new Figure(metric, text, false, List.of());
    }
}
