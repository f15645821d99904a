package io.caretaker.core.document;

import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of the history as a document of the collection `monitoring_history`. Optional fields that
/// are absent are left out; `recovery_attempted` is always there. Metrics that are not finite
/// numbers are left out.
public final class HistoryDocument {
    private static final String CUSTOM = "custom";
    private static final HistoryEntry.RecoveryNote NO_NOTE =
            new HistoryEntry.RecoveryNote("", false, "");

    private HistoryDocument() {}

    /// Makes a document.
    ///
    /// @param retention how long the row is kept: `expires_at` is that long after its timestamp
    public static Map<String, @Nullable Object> of(HistoryEntry entry, Duration retention) {
        var document =
                new Document()
                        .put("service_id", entry.serviceId().value())
                        .put("host_id", entry.hostId().value())
                        .put("timestamp", entry.timestamp())
                        .put("check_type", entry.type())
                        .put("status", entry.status())
                        .put("status_code", entry.statusCode())
                        .put("response_time_ms", Scalars.millis(entry.responseTime()))
                        .put("metrics", metrics(entry.metrics()))
                        .putIfThere("error", entry.error())
                        .putIfThere("error_details", entry.errorDetails());
        note(document, entry.recovery());
        return document.put("expires_at", entry.timestamp().plus(retention)).fields();
    }

    /// Reads a document.
    ///
    /// @return empty if and only if a problem was noted
    public static Optional<HistoryEntry> read(Fields fields) {
        return fields.build(() -> {
            fields.has("expires_at");
            return new HistoryEntry(
                    fields.parsed("service_id", ServiceId::new, new ServiceId("unknown")),
                    fields.parsed("host_id", HostId::new, new HostId("unknown")),
                    timestamp(fields),
                    fields.word("check_type", CheckType.class),
                    fields.word("status", Status.class),
                    fields.integer("status_code", 0),
                    fields.milliseconds("response_time_ms", Duration.ZERO),
                    metrics(fields.object("metrics")),
                    fields.optionalText("error"),
                    fields.optionalText("error_details"),
                    note(fields));
        });
    }

    private static Instant timestamp(Fields fields) {
        Instant found = fields.optionalInstant("timestamp");
        if (found == null && !fields.has("timestamp")) {
            fields.problem("'timestamp' is missing", "");
        }
        return found == null ? Instant.EPOCH : found;
    }

    private static Map<String, @Nullable Object> metrics(Metrics metrics) {
        var top = new LinkedHashMap<String, @Nullable Object>();
        var custom = new LinkedHashMap<String, @Nullable Object>();
        metrics.values()
                .forEach((name, value) -> {
                    if (Double.isFinite(value)) {
                        (Metrics.COMMON.contains(name) ? top : custom).put(name, value);
                    }
                });
        if (!custom.isEmpty()) {
            top.put(CUSTOM, custom);
        }
        return top;
    }

    private static Metrics metrics(Fields fields) {
        Fields custom = fields.optionalObject(CUSTOM);
        var values = new LinkedHashMap<>(fields.numbers());
        if (custom != null) {
            values.putAll(custom.numbers());
        }
        return new Metrics(values);
    }

    private static void note(Document document, HistoryEntry.@Nullable RecoveryNote note) {
        document.put("recovery_attempted", note != null);
        if (note != null) {
            document.put("recovery_action", note.action())
                    .put("recovery_success", note.success())
                    .put("recovery_message", note.message());
        }
    }

    private static HistoryEntry.@Nullable RecoveryNote note(Fields fields) {
        var note =
                new HistoryEntry.RecoveryNote(
                        fields.text("recovery_action", NO_NOTE.action()),
                        fields.bool("recovery_success", NO_NOTE.success()),
                        fields.text("recovery_message", NO_NOTE.message()));
        return fields.bool("recovery_attempted", false) ? note : null;
    }
}
