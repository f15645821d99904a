package io.caretaker.core.document;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.audit.AuditLog.Verification;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record of the audit log, and what came of looking at all of them, as documents.
public final class AuditDocument {
    private AuditDocument() {}

    public static Map<String, @Nullable Object> of(AuditRecord each) {
        AuditEntry entry = each.entry();
        return new Document()
                .put("number", each.number())
                .put("timestamp", entry.at())
                .put("actor", entry.actor())
                .put("action", entry.action())
                .put("target", entry.target())
                .put("success", entry.success())
                .put("message", entry.message())
                .put("took_ms", entry.took() == null ? null : entry.took().toMillis())
                .put("details", entry.details())
                .put("hash", each.hash())
                .fields();
    }

    public static Map<String, @Nullable Object> of(Verification verification) {
        return switch (verification) {
            case Verification.Intact(long records) ->
                    new Document().put("intact", true).put("records", records).fields();
            case Verification.Broken(long number, String reason) ->
                    new Document()
                            .put("intact", false)
                            .put("record", number)
                            .put("reason", reason)
                            .fields();
        };
    }
}
