package io.caretaker.web.database;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.health.HealthAlert;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.HealthRules;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.MetricCatalogue;
import io.caretaker.core.health.Threshold;
import io.caretaker.web.page.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes the page of a database's health of what was seen. Pure.
final class HealthView {
    /// What people look at first, as far as the engine has it.
    private static final List<String> FIRST =
            List.of(
                    "total_connections",
                    "active_connections",
                    "threads_running",
                    "transactions_per_second",
                    "queries_per_second",
                    "cache_hit_ratio",
                    "blocked_locks",
                    "longest_transaction_s",
                    "longest_query_s",
                    "idle_in_transaction",
                    "replication_lag_s",
                    "database_size_bytes",
                    "data_disk_usage_percent",
                    "round_trip_ms");

    private static final int FIGURES = 8;
    private static final int BEST = 100;
    static final Map<String, Duration> WINDOWS =
            Map.of(
                    "1h", Duration.ofHours(1),
                    "6h", Duration.ofHours(6),
                    "1d", Duration.ofDays(1),
                    "7d", Duration.ofDays(7));

    private HealthView() {}

    /// @param rows the newest results, the newest first
    static HealthPage of(
            DatabaseHead head,
            @Nullable HealthReport report,
            List<HistoryEntry> rows,
            String metric,
            String window,
            Instant now) {
        if (report == null) {
            return new HealthPage(
                    head,
                    "",
                    "",
                    "It was not looked at yet",
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    null);
        }
        return new HealthPage(
                head,
                report.score() == null ? "" : String.valueOf(report.score()),
                made(report),
                MetricText.sentence(report.message()),
                FirstAid.of(report),
                report.notes(),
                When.of(report.at(), now),
                report.alerts().stream().map(each -> line(each, now)).toList(),
                figures(report, rows),
                groups(report),
                chart(head, report, rows, metric, window, now));
    }

    /// `100, less 30 for 1 critical alert and 10 for 1 warning`.
    static String made(HealthReport report) {
        if (report.score() == null || report.reached() == null) {
            return report.score() == null
                    ? "It could not be found out"
                    : "0, because nothing can be done with it";
        }
        if (report.alerts().isEmpty()) {
            return "100: nothing takes away from it";
        }
        var parts = new ArrayList<String>();
        for (HealthStatus severity : List.of(HealthStatus.CRITICAL, HealthStatus.WARNING)) {
            List<HealthAlert> of =
                    report.alerts().stream().filter(each -> each.severity() == severity).toList();
            if (!of.isEmpty()) {
                int costs = of.stream().mapToInt(HealthView::costs).sum();
                String word = severity == HealthStatus.CRITICAL ? "critical alert" : "warning";
                parts.add(costs + " for " + of.size() + " " + word + (of.size() == 1 ? "" : "s"));
            }
        }
        return "100, less " + String.join(" and ", parts);
    }

    private static int costs(HealthAlert alert) {
        return BEST - HealthRules.score(List.of(alert));
    }

    private static HealthPage.AlertLine line(HealthAlert alert, Instant now) {
        return new HealthPage.AlertLine(
                HealthLook.of(alert.severity()),
                MetricText.sentence(alert.message()),
                alert.metric().equals(HealthReport.REACHABLE)
                        ? ""
                        : "threshold " + MetricText.value(alert.metric(), alert.threshold()),
                When.of(alert.since(), now),
                costs(alert));
    }

    private static List<HealthPage.Figure> figures(HealthReport report, List<HistoryEntry> rows) {
        return FIRST.stream()
                .filter(name -> report.metrics().get(name) != null)
                .limit(FIGURES)
                .map(name -> figure(name, report, rows))
                .toList();
    }

    private static HealthPage.Figure figure(
            String name, HealthReport report, List<HistoryEntry> rows) {
        double value = value(report, name);
        return new HealthPage.Figure(
                name,
                MetricText.label(name),
                MetricText.value(name, value),
                look(report, name),
                line(name, rows));
    }

    private static double value(HealthReport report, String name) {
        Double value = report.metrics().get(name);
        return value == null ? 0 : value;
    }

    private static Sparkline line(String name, List<HistoryEntry> rows) {
        var values = new ArrayList<@Nullable Double>();
        for (HistoryEntry row : rows.reversed()) {
            values.add(row.metrics().get(name));
        }
        return Sparkline.of(name, values);
    }

    private static String look(HealthReport report, String name) {
        return report.alerts().stream()
                .filter(each -> each.metric().equals(name))
                .findFirst()
                .map(each -> HealthLook.of(each.severity()).look())
                .orElse("");
    }

    private static List<HealthPage.Group> groups(HealthReport report) {
        var groups = new ArrayList<HealthPage.Group>();
        for (MetricCatalogue.Group group : MetricCatalogue.groups()) {
            List<HealthPage.Metric> metrics =
                    group.meanings().entrySet().stream()
                            .filter(each -> report.metrics().get(each.getKey()) != null)
                            .filter(each -> !each.getValue().equals("the same"))
                            .map(each -> metric(each.getKey(), each.getValue(), report))
                            .toList();
            if (!metrics.isEmpty()) {
                groups.add(new HealthPage.Group(group.title(), metrics));
            }
        }
        return groups;
    }

    private static HealthPage.Metric metric(String name, String meaning, HealthReport report) {
        Threshold threshold = report.thresholds().of(name);
        return new HealthPage.Metric(
                name,
                MetricText.label(name),
                MetricText.value(name, value(report, name)),
                meaning,
                threshold == null ? "" : words(name, threshold),
                look(report, name));
    }

    /// `warning from 80 %, critical from 95 %`.
    static String words(String name, Threshold threshold) {
        var parts = new ArrayList<String>();
        String from = threshold.below() ? " at or below " : " from ";
        if (threshold.warning() != null) {
            parts.add("warning" + from + MetricText.value(name, threshold.warning()));
        }
        if (threshold.critical() != null) {
            parts.add("critical" + from + MetricText.value(name, threshold.critical()));
        }
        if (!parts.isEmpty() && !threshold.hold().isZero()) {
            parts.add("after " + threshold.hold().toSeconds() + " s");
        }
        return String.join(", ", parts);
    }

    private static HealthPage.@Nullable Chart chart(
            DatabaseHead head,
            HealthReport report,
            List<HistoryEntry> rows,
            String metric,
            String window,
            Instant now) {
        List<String> options =
                groups(report).stream()
                        .flatMap(group -> group.metrics().stream())
                        .map(HealthPage.Metric::name)
                        .collect(Collectors.toList());
        if (options.isEmpty()) {
            return null;
        }
        String chosen = options.contains(metric) ? metric : options.getFirst();
        String time = WINDOWS.containsKey(window) ? window : "1h";
        Instant from = now.minus(WINDOWS.getOrDefault(time, Duration.ofHours(1)));
        return new HealthPage.Chart(
                chosen,
                time,
                options,
                "/api/v1/services/" + head.id() + "/series?metric=" + chosen + "&from=" + from,
                line(chosen, rows));
    }
}
