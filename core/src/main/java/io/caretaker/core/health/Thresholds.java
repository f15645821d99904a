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
    private static final Duration ELECTION = Duration.ofSeconds(15);
    private static final Duration LASTING = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofHours(1);
    private static final double HOUR = 3600;
    private static final double DAY = 86_400;
    private static final double GIBI = 1 << 30;

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
                            // Above 95 and 20 % WiredTiger makes clients do its work.
                            Map.entry(
                                    "cache_usage_percent", Threshold.above(90, 96).holding(WHILE)),
                            Map.entry(
                                    "cache_dirty_percent", Threshold.above(15, 20).holding(WHILE)),
                            Map.entry(
                                    "queued_operations", Threshold.above(100, 500).holding(WHILE)),
                            Map.entry(
                                    "examined_per_returned", warning(1000, false).holding(LASTING)),
                            Map.entry("flow_control_lagged", warning(1, false).holding(WHILE)),
                            // An election takes up to twelve seconds, and then all is well.
                            Map.entry("primary_reachable", Threshold.below(0, 0).holding(ELECTION)),
                            Map.entry(
                                    "members_missing_for_majority",
                                    Threshold.above(1, 1).holding(ELECTION)),
                            Map.entry("members_down", warning(1, false).holding(ELECTION)),
                            Map.entry("members_astray", warning(1, false).holding(WHILE)),
                            Map.entry("elections_per_hour", Threshold.above(2, 6)),
                            Map.entry("oplog_window_s", Threshold.below(DAY, 2 * HOUR)),
                            // The next one is due after a minute.
                            Map.entry("checkpoint_time_s", Threshold.above(60, 300)),
                            Map.entry("message_assertions_per_hour", warning(1, false)),
                            Map.entry("rejected_connections_per_hour", Threshold.above(1, 100)),
                            Map.entry("balancer_enabled", warning(0, true).holding(LONG)),
                            Map.entry("access_control_enabled", warning(0, true)),
                            Map.entry("disk_full_in_s", Threshold.below(3 * DAY, DAY))));

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
