package io.caretaker.server.keep;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HistoryDocument;
import io.caretaker.core.inventory.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What waits for the store, as one document each.
final class WaitingDocuments {
    private static final String KIND = "waiting";

    private WaitingDocuments() {}

    static Map<String, @Nullable Object> of(Waiting waiting) {
        return switch (waiting) {
            case Waiting.Row(var entry) -> marked("row", HistoryDocument.of(entry, Duration.ZERO));
            case Waiting.Audited(var entry) -> marked("audit", audit(entry));
            case Waiting.Recovery(var state) -> marked("recovery", RecoveryDocuments.of(state));
            case Waiting.Forgotten(var service) ->
                    marked("forgotten", Map.of("service", service.value()));
            case Waiting.Asked(var approval) -> marked("asked", RecoveryDocuments.of(approval));
            case Waiting.Alerts(var alerts, var deliveries) ->
                    marked("alerts", AlertLists.of(alerts, deliveries));
            case Waiting.Finished finished -> marked("finished", finished(finished));
        };
    }

    private static Map<String, @Nullable Object> marked(
            String kind, Map<String, ? extends @Nullable Object> document) {
        var marked = new LinkedHashMap<String, @Nullable Object>();
        marked.put(KIND, kind);
        marked.putAll(document);
        return marked;
    }

    private static Map<String, @Nullable Object> audit(AuditEntry entry) {
        Duration took = entry.took();
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("at", entry.at());
        document.put("actor", entry.actor());
        document.put("action", entry.action());
        document.put("target", entry.target());
        document.put("success", entry.success());
        document.put("message", entry.message());
        document.put("took_ms", took == null ? null : took.toMillis());
        document.put("details", entry.details());
        return document;
    }

    private static Map<String, @Nullable Object> finished(Waiting.Finished finished) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("request", finished.request());
        document.put("at", finished.at());
        document.put("success", finished.success());
        document.put("message", finished.message());
        return document;
    }

    /// @throws io.caretaker.core.problem.Problem `INVALID` when it is none
    static Waiting read(Map<String, ? extends @Nullable Object> document) {
        return Fields.stored(document, WaitingDocuments::read);
    }

    private static Optional<Waiting> read(Fields fields) {
        String kind = fields.text(KIND);
        if (kind.equals("row")) {
            return HistoryDocument.read(fields).map(Waiting.Row::new);
        }
        return fields.build(() ->
                switch (kind) {
                    case "audit" -> new Waiting.Audited(audit(fields));
                    case "recovery" -> new Waiting.Recovery(RecoveryDocuments.state(fields));
                    case "forgotten" ->
                            new Waiting.Forgotten(new ServiceId(fields.text("service")));
                    case "asked" -> new Waiting.Asked(RecoveryDocuments.approval(fields));
                    case "alerts" ->
                            new Waiting.Alerts(
                                    AlertLists.alerts(fields), AlertLists.deliveries(fields));
                    case "finished" ->
                            new Waiting.Finished(
                                    fields.text("request"),
                                    fields.instant("at", Instant.EPOCH),
                                    fields.bool("success", false),
                                    fields.text("message"));
                    default -> throw new IllegalArgumentException("unknown kind " + kind);
                });
    }

    private static AuditEntry audit(Fields fields) {
        return new AuditEntry(
                fields.instant("at", Instant.EPOCH),
                fields.text("actor"),
                fields.text("action"),
                fields.text("target"),
                fields.bool("success", false),
                fields.text("message"),
                fields.has("took_ms") ? fields.milliseconds("took_ms", Duration.ZERO) : null,
                fields.textMap("details"));
    }
}
