package io.caretaker.cli.render;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.document.HealthDocument;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import io.caretaker.server.watch.CheckResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a one-time check of some services gave.
///
/// @param health of the databases among them that caretaker can log in to
public record CheckReport(List<CheckResult> results, Map<ServiceId, HealthReport> health) {
    public CheckReport {
        results = List.copyOf(results);
        health = Map.copyOf(health);
    }

    /// How it is; a database that is up and not healthy needs attention.
    Status status(CheckResult result) {
        Status status = Status.of(result.reply().outcome());
        HealthReport health = healthOf(result);
        return status == Status.RUNNING && health != null && !health.healthy()
                ? Status.WARNING
                : status;
    }

    @Nullable HealthReport healthOf(CheckResult result) {
        return health.get(result.service().id());
    }

    /// Whether a database that is up is in a critical state.
    boolean critical() {
        return health.values().stream().anyMatch(each -> each.status() == HealthStatus.CRITICAL);
    }

    private String message(CheckResult result) {
        HealthReport health = healthOf(result);
        return health == null || health.alerts().isEmpty()
                ? result.reply().outcome().message()
                : health.message();
    }

    public boolean allWell() {
        return results.stream().allMatch(result -> status(result) == Status.RUNNING);
    }

    long count(Status status) {
        return results.stream().filter(result -> status(result) == status).count();
    }

    long down() {
        return results.stream().filter(result -> status(result).down()).count();
    }

    /// One plain sentence.
    String sentence() {
        if (results.isEmpty()) {
            return "nothing to check";
        }
        if (allWell()) {
            return results.size() == 1
                    ? "1 service is up"
                    : "all " + results.size() + " services are up";
        }
        var parts = new java.util.ArrayList<String>();
        add(parts, down(), "down");
        add(parts, count(Status.UNKNOWN), "unknown");
        add(parts, count(Status.WARNING), "in need of attention");
        return "of " + Texts.count(results.size(), "service") + " " + String.join(", ", parts);
    }

    private static void add(List<String> parts, long number, String what) {
        if (number > 0) {
            parts.add(number + (number == 1 ? " is " : " are ") + what);
        }
    }

    public String text(Style style) {
        String sentence = sentence();
        String first =
                sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ".\n";
        if (results.isEmpty()) {
            return first;
        }
        var table = new Table("SERVICE", "TYPE", "STATUS", "RESPONSE", "WHAT");
        for (CheckResult result : results) {
            Service service = result.service();
            Status status = status(result);
            table.add(
                    Table.Cell.of(service.id().value()),
                    Table.Cell.of(service.type().name()),
                    new Table.Cell(Texts.word(status), cell -> style.of(status, cell)),
                    Table.Cell.of(
                            String.format(Locale.ROOT, "%.1f ms", result.took().toNanos() / 1e6)),
                    Table.Cell.of(message(result)));
        }
        String headline =
                down() > 0
                        ? style.bad(first)
                        : allWell() ? style.good(first) : style.doubtful(first);
        return headline + "\n" + table.in(style);
    }

    public Map<String, @Nullable Object> document() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("status", worst());
        document.put("message", sentence());
        document.put("services", results.stream().map(this::document).toList());
        return document;
    }

    /// The word for all together: `up`, `warning`, `unknown` or `down`.
    private String worst() {
        if (down() > 0) {
            return "down";
        }
        if (count(Status.UNKNOWN) > 0) {
            return "unknown";
        }
        return allWell() ? "up" : "warning";
    }

    private Map<String, @Nullable Object> document(CheckResult result) {
        HistoryEntry entry = result.entry();
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", entry.serviceId().value());
        document.put("host_id", entry.hostId().value());
        document.put("service_type", result.service().type().name());
        document.put("display_name", result.service().label());
        document.put("timestamp", entry.timestamp());
        document.put("check_type", entry.type());
        document.put("status", entry.status());
        document.put("status_code", entry.statusCode());
        document.put("message", result.reply().outcome().message());
        document.put("error_details", entry.errorDetails());
        document.put("response_time_ms", entry.responseTime().toNanos() / 1e6);
        document.put("metrics", entry.metrics().values());
        HealthReport health = healthOf(result);
        if (health != null) {
            document.put("health", HealthDocument.judgement(health));
        }
        return document;
    }
}
