package io.caretaker.mongostore;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/// A record of the audit log as a document.
final class AuditDocument {
    private AuditDocument() {}

    static Document of(AuditRecord record) {
        AuditEntry entry = record.entry();
        Duration took = entry.took();
        return new Document(Names.ID, record.number())
                .append("at", BsonValues.date(entry.at()))
                .append("actor", entry.actor())
                .append("action", entry.action())
                .append("target", entry.target())
                .append("success", entry.success())
                .append("message", entry.message())
                .append("took_ms", took == null ? null : took.toMillis())
                .append("details", details(entry.details()))
                .append("previous_hash", record.previousHash())
                .append("hash", record.hash());
    }

    /// As pairs, because names of fields cannot be any text.
    private static List<List<String>> details(Map<String, String> details) {
        return details.entrySet().stream()
                .map(each -> List.of(each.getKey(), each.getValue()))
                .toList();
    }

    static AuditRecord read(Document document) {
        var details = new TreeMap<String, String>();
        for (Object pair : document.getList("details", Object.class, List.of())) {
            if (pair instanceof List<?> both && both.size() == 2) {
                details.put(String.valueOf(both.getFirst()), String.valueOf(both.getLast()));
            }
        }
        var entry =
                new AuditEntry(
                        BsonValues.known(document, "at"),
                        BsonValues.text(document, "actor"),
                        BsonValues.text(document, "action"),
                        BsonValues.text(document, "target"),
                        BsonValues.flag(document, "success"),
                        BsonValues.text(document, "message"),
                        document.get("took_ms") instanceof Number took
                                ? Duration.ofMillis(took.longValue())
                                : null,
                        details);
        return new AuditRecord(
                BsonValues.number(document, Names.ID),
                entry,
                BsonValues.text(document, "previous_hash"),
                BsonValues.text(document, "hash"));
    }
}
