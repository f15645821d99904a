package io.caretaker.core.health;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The thresholds of a database, by the metric's name. A metric without one is never judged.
public record Thresholds(Map<String, Threshold> byMetric) {
    private static final Duration MOMENT = Duration.ofSeconds(10);
    private static final Duration WHILE = Duration.ofSeconds(60);
    private static final double DAY = 86_400;
    private static final double GIBI = 1 << 30;
    private static final double MILLION = 1e6;

    /// The product's defaults for every engine; a metric that an engine lacks is not judged.
    public static final Thresholds DEFAULT =
            new Thresholds(
                    Map.ofEntries(
                            Map.entry("total_connections", Threshold.above(30, 50)),
                            Map.entry("connection_usage_percent", Threshold.above(80, 95)),
                            Map.entry("total_locks", Threshold.above(50, 100).holding(WHILE)),
                            Map.entry("blocked_locks", Threshold.above(1, 5).holding(MOMENT)),
                            Map.entry("idle_in_transaction", Threshold.above(1, 3).holding(MOMENT)),
                            Map.entry("long_running_queries", Threshold.above(1, 5).holding(WHILE)),
                            Map.entry("query_time_s", Threshold.above(2, 5).holding(WHILE)),
                            Map.entry("replication_lag_s", Threshold.above(5, 30).holding(WHILE)),
                            Map.entry("transaction_id_age_percent", Threshold.above(50, 80)),
                            Map.entry("multixact_age_percent", Threshold.above(50, 80)),
                            // Nobody comes for this log, and it grows until the disk is full.
                            Map.entry(
                                    "inactive_slot_retained_bytes",
                                    Threshold.above(GIBI, 10 * GIBI).holding(WHILE)),
                            Map.entry("lost_replication_slots", warning(1, false)),
                            // Without its log a backup cannot be brought to a point in time, and
                            // the log stays on the disk meanwhile.
                            Map.entry("archive_failing_s", Threshold.above(300, 3600)),
                            Map.entry("fsync_enabled", Threshold.below(0, 0)),
                            Map.entry("autovacuum_enabled", warning(0, true)),
                            Map.entry("checksum_failures", Threshold.above(1, 1)),
                            Map.entry("failed_logins_per_hour", Threshold.above(20, 100)),
                            Map.entry("oldest_prepared_transaction_s", Threshold.above(300, 3600)),
                            Map.entry("certificate_days_left", Threshold.below(14, 3)),
                            Map.entry("disk_full_in_s", Threshold.below(3 * DAY, DAY)),
                            // MySQL, MariaDB
                            Map.entry(
                                    "replication_io_running",
                                    Threshold.below(0, 0).holding(MOMENT)),
                            Map.entry(
                                    "replication_sql_running",
                                    Threshold.below(0, 0).holding(MOMENT)),
                            Map.entry("lost_replicas", warning(1, false).holding(WHILE)),
                            Map.entry("semi_sync_active", warning(0, true).holding(WHILE)),
                            Map.entry("group_member_online", Threshold.below(0, 0).holding(WHILE)),
                            Map.entry("group_quorum", Threshold.below(0, 0)),
                            Map.entry("galera_primary", Threshold.below(0, 0)),
                            Map.entry("galera_ready", Threshold.below(0, 0).holding(MOMENT)),
                            Map.entry(
                                    "galera_flow_control_percent",
                                    Threshold.above(10, 50).holding(WHILE)),
                            // Old row versions slow down every read; purge hardly catches up.
                            Map.entry(
                                    "innodb_history_list_length",
                                    Threshold.above(MILLION, 10 * MILLION).holding(WHILE)),
                            Map.entry(
                                    "redo_log_usage_percent",
                                    Threshold.above(85, 95).holding(WHILE)),
                            Map.entry("durable_commits", warning(0, true)),
                            Map.entry("innodb_doublewrite", warning(0, true)),
                            Map.entry("open_files_percent", Threshold.above(80, 95)),
                            Map.entry("auto_increment_usage_percent", Threshold.above(75, 90))));

    public Thresholds {
        byMetric = Collections.unmodifiableMap(new TreeMap<>(byMetric));
    }

    private static Threshold warning(double at, boolean below) {
        return new Threshold(at, null, below, Duration.ZERO, Threshold.USUAL_HYSTERESIS);
    }

    public @Nullable Threshold of(String metric) {
        return byMetric.get(metric);
    }

    /// These, with others in place of those of the same name.
    public Thresholds with(Map<String, Threshold> others) {
        var all = new TreeMap<>(byMetric);
        all.putAll(others);
        return new Thresholds(all);
    }
}
