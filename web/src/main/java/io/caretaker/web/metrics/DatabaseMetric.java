package io.caretaker.web.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a metric of a database is called and measured for others: in base units, with one name for
/// what has two names here. Pure.
///
/// @param metric as [io.caretaker.core.health.MetricCatalogue] calls it
/// @param family as it is read
/// @param factor what the value is multiplied with
/// @param alias the metric of the same meaning that counts where both are there; null for none
record DatabaseMetric(String metric, Family family, double factor, @Nullable String alias) {
    static final String PREFIX = "caretaker_database_";
    private static final double DAY_SECONDS = 86_400;

    /// Same meaning, same name.
    private static final Map<String, String> SAME =
            Map.of(
                    "connections", "total_connections",
                    "blocked_sessions", "blocked_locks",
                    "replication_lag", "replication_lag_s",
                    "buffer_pool_hit_ratio", "cache_hit_ratio");

    /// Names that the rules below would make misleading, or give twice.
    private static final Map<String, String> NAMES =
            Map.of(
                    "total_connections", "connections",
                    "total_locks", "locks",
                    "blocked_locks", "blocked_sessions",
                    "aborted_connects", "aborted_connects_recent",
                    "row_lock_waits", "row_lock_waits_recent",
                    "slow_queries", "slow_queries_recent",
                    "certificate_days_left", "certificate_left_seconds",
                    "database_growth_bytes_per_day", "database_growth_bytes_per_second");

    /// Counted by the server since it began to, without saying so in their names.
    private static final Set<String> COUNTED =
            Set.of("deadlocks", "archive_failures", "checksum_failures", "assertion_rollovers");

    private static final Map<String, String> MEANINGS =
            Map.of(
                    "cache_hit_ratio",
                    "share of the pages found in the server's own cache since the look before");

    static DatabaseMetric of(String metric, String meaning) {
        String same = SAME.get(metric);
        String name = PREFIX + name(same == null ? metric : same);
        String help = MEANINGS.getOrDefault(metric, plain(metric) + ": " + meaning);
        Family family =
                name.endsWith("_total")
                        ? Family.counter(name, help, Places.SERVICE)
                        : Family.gauge(name, help, Places.SERVICE);
        return new DatabaseMetric(metric, family, factor(metric), same);
    }

    private static String name(String metric) {
        String special = NAMES.get(metric);
        if (special != null) {
            return special;
        }
        if (COUNTED.contains(metric)) {
            return metric + "_total";
        }
        if (metric.endsWith("_ms")) {
            return cut(metric, "_ms") + "_seconds";
        }
        if (metric.endsWith("_s")) {
            return cut(metric, "_s") + "_seconds";
        }
        return metric.endsWith("_percent") ? cut(metric, "_percent") + "_ratio" : metric;
    }

    private static double factor(String metric) {
        if (metric.endsWith("_ms")) {
            return 1e-3;
        }
        if (metric.endsWith("_percent") || metric.endsWith("_ratio")) {
            return 1e-2;
        }
        if (metric.endsWith("_days_left")) {
            return DAY_SECONDS;
        }
        return metric.endsWith("_per_day") ? 1 / DAY_SECONDS : 1;
    }

    private static String cut(String name, String end) {
        return name.substring(0, name.length() - end.length());
    }

    private static String plain(String metric) {
        return metric.replaceFirst("_(ms|s|percent|bytes|total)$", "")
                .replace('_', ' ')
                .toLowerCase(Locale.ROOT);
    }
}
