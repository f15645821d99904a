package io.caretaker.core.document;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthAlert;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.Threshold;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A look at a database's health as a document.
public final class HealthDocument {
    private static final double WHOLE_UP_TO = 1L << 53;
    private static final int DECIMALS = 6;

    private HealthDocument() {}

    public static Map<String, @Nullable Object> of(HealthReport report) {
        DatabaseReply.Reached reached = report.reached();
        Map<String, @Nullable Object> document = judgement(report);
        document.put("message", report.message());
        document.put("reachable", report.reachable());
        document.put("service_id", report.service().id().value());
        document.put("display_name", report.service().label());
        document.put("host_id", report.service().hostId().value());
        document.put("service_type", report.service().type().name());
        document.put("engine", report.target().engine().label());
        document.put("version", reached == null ? null : reached.version());
        document.put("fingerprint", reached == null ? null : reached.fingerprint());
        document.put("notice", reached == null ? null : reached.notice());
        document.put("address", report.target().address());
        document.put("timestamp", report.at());
        document.put("response_time_ms", number(report.took().toNanos() / 1e6));
        document.put("fault", fault(report));
        document.put("error_details", errorDetails(report));
        document.put("metrics", metrics(report));
        document.put("thresholds", thresholds(report));
        document.put("notes", report.notes());
        document.put("details", details(report.details()));
        return document;
    }

    /// `status`, `score` and `alerts` alone.
    public static Map<String, @Nullable Object> judgement(HealthReport report) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("status", report.word());
        document.put("score", report.score());
        document.put("alerts", report.alerts().stream().map(HealthDocument::alert).toList());
        return document;
    }

    private static Map<String, @Nullable Object> alert(HealthAlert alert) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("metric", alert.metric());
        document.put("value", number(alert.value()));
        document.put("threshold", number(alert.threshold()));
        document.put("severity", alert.severity());
        document.put("message", alert.message());
        return document;
    }

    private static @Nullable Fault fault(HealthReport report) {
        return report.reply() instanceof DatabaseReply.Refused refused ? refused.fault() : null;
    }

    private static @Nullable String errorDetails(HealthReport report) {
        return report.reply() instanceof DatabaseReply.Refused refused ? refused.details() : null;
    }

    private static Map<String, @Nullable Object> metrics(HealthReport report) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        report.metrics().values().forEach((name, value) -> document.put(name, number(value)));
        return document;
    }

    /// Those of metrics that were read.
    private static Map<String, @Nullable Object> thresholds(HealthReport report) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        report.thresholds()
                .byMetric()
                .forEach((metric, threshold) -> {
                    if (report.metrics().get(metric) != null) {
                        document.put(metric, threshold(threshold));
                    }
                });
        return document;
    }

    private static Map<String, @Nullable Object> threshold(Threshold threshold) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("warning", number(threshold.warning()));
        document.put("critical", number(threshold.critical()));
        document.put("below", threshold.below());
        return document;
    }

    private static Map<String, @Nullable Object> details(List<Detail> details) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        for (Detail detail : details) {
            document.put(detail.name(), detail.rows().stream().map(HealthDocument::row).toList());
        }
        return document;
    }

    private static Map<String, @Nullable Object> row(Map<String, @Nullable Object> row) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        row.forEach((column, value) ->
                document.put(column, value instanceof Double number ? number(number) : value));
        return document;
    }

    /// A whole number without decimals, any other with six at most.
    public static @Nullable Number number(@Nullable Double value) {
        if (value == null || !Double.isFinite(value)) {
            return null;
        }
        if (value == Math.rint(value) && Math.abs(value) < WHOLE_UP_TO) {
            return value.longValue();
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
        return rounded.signum() == 0
                ? 0L
                : new BigDecimal(rounded.stripTrailingZeros().toPlainString());
    }
}
