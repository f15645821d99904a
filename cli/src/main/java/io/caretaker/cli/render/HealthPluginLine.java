package io.caretaker.cli.render;

import io.caretaker.core.health.HealthAlert;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A look at a database's health as monitoring plugins print it: one line with performance data,
/// whose fields for warning and critical are the thresholds in force.
///
/// Source: Monitoring Plugins Development Guidelines, "Performance data": value, unit, warning,
/// critical, minimum, maximum; `10:` alerts below 10.
public final class HealthPluginLine {
    private static final int UNKNOWN = 3;

    /// Worth a graph although nothing judges them.
    private static final Set<String> KEY =
            Set.of(
                    "active_connections",
                    "max_connections",
                    "database_size_bytes",
                    "transactions_per_second",
                    "queries_per_second",
                    "slow_queries",
                    "threads_running",
                    "queued_operations",
                    "cache_usage_percent",
                    "row_lock_waits",
                    "innodb_history_list_length",
                    "buffer_pool_hit_ratio",
                    "cache_hit_ratio",
                    "deadlocks_per_hour",
                    "temp_bytes_per_second",
                    "wal_bytes_per_second",
                    "longest_transaction_s",
                    "longest_query_s",
                    "dead_rows_percent",
                    "data_disk_free_bytes",
                    "uptime_seconds");

    private HealthPluginLine() {}

    public static int exitCode(HealthReport report) {
        HealthStatus status = report.status();
        return switch (status) {
            case null -> UNKNOWN;
            case HEALTHY -> 0;
            case WARNING -> 1;
            case CRITICAL -> 2;
        };
    }

    public static String of(HealthReport report) {
        return PluginLine.word(exitCode(report))
                + " - "
                + PluginLine.safe(report.service().label() + ": " + said(report))
                + " | "
                + String.join(" ", data(report))
                + "\n";
    }

    private static String said(HealthReport report) {
        Integer score = report.score();
        String what =
                report.reached() == null || report.alerts().isEmpty()
                        ? report.message()
                        : report.alerts().stream()
                                .map(HealthAlert::message)
                                .collect(Collectors.joining(", "));
        return report.word() + (score == null ? "" : ", score " + score) + ", " + what;
    }

    private static List<String> data(HealthReport report) {
        var data = new ArrayList<String>();
        data.add("'response_time'=" + PluginLine.number(report.took().toNanos() / 1e9) + "s;;;0");
        Integer score = report.score();
        if (score != null) {
            data.add("'score'=" + score + ";;;0;100");
        }
        report.metrics()
                .values()
                .forEach((metric, value) -> {
                    Threshold threshold = report.thresholds().of(metric);
                    if (threshold != null || KEY.contains(metric)) {
                        data.add(one(metric, value, threshold));
                    }
                });
        return data;
    }

    private static String one(String metric, double value, @Nullable Threshold threshold) {
        String unit = PluginLine.unit(metric);
        return PluginLine.label(metric)
                + "="
                + PluginLine.number(value)
                + unit
                + ";"
                + range(threshold, HealthStatus.WARNING)
                + ";"
                + range(threshold, HealthStatus.CRITICAL)
                + ";"
                + (value < 0 ? "" : "0")
                + (unit.equals("%") ? ";100" : "");
    }

    private static String range(@Nullable Threshold threshold, HealthStatus status) {
        Double limit = threshold == null ? null : threshold.limit(status);
        if (threshold == null || limit == null) {
            return "";
        }
        return PluginLine.number(limit) + (threshold.below() ? ":" : "");
    }

    /// The line for one database among several services.
    static String brief(HealthReport report) {
        return report.word().toUpperCase(Locale.ROOT)
                + ": "
                + PluginLine.safe(report.service().id() + ": " + said(report))
                + "\n";
    }
}
