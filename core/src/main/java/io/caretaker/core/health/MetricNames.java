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
                    "autovacuum_workers");

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
