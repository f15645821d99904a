package io.caretaker.mongostore;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HistoryDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;

/// Rows of the history as documents. The `_id` of a row that caretaker wrote is its service and its
/// millisecond, so that the same row is there once.
final class HistoryRows {
    private HistoryRows() {}

    static String id(HistoryEntry row) {
        return row.serviceId().value() + '/' + row.timestamp().toEpochMilli();
    }

    /// Each row once, with what the store keeps of its times.
    static Map<String, HistoryEntry> byId(Collection<HistoryEntry> rows) {
        var byId = LinkedHashMap.<String, HistoryEntry>newLinkedHashMap(rows.size());
        rows.forEach(row -> byId.putIfAbsent(id(row), kept(row)));
        return byId;
    }

    private static HistoryEntry kept(HistoryEntry row) {
        Instant at = row.timestamp().truncatedTo(ChronoUnit.MILLIS);
        Duration took = row.responseTime().truncatedTo(ChronoUnit.MICROS);
        if (at.equals(row.timestamp()) && took.equals(row.responseTime())) {
            return row;
        }
        return new HistoryEntry(
                row.serviceId(),
                row.hostId(),
                at,
                row.type(),
                row.status(),
                row.statusCode(),
                took,
                row.metrics(),
                row.error(),
                row.errorDetails(),
                row.recovery());
    }

    static Document document(String id, HistoryEntry row, Duration retention) {
        Document document = BsonValues.document(HistoryDocument.of(row, retention));
        document.put(Names.ID, id);
        return document;
    }

    /// The rows that can be read; other programs may have written others.
    static List<HistoryEntry> read(Collection<Document> documents) {
        return documents.stream().flatMap(each -> read(each).stream()).toList();
    }

    private static Optional<HistoryEntry> read(Document document) {
        try {
            return HistoryDocument.read(Fields.lenient(document));
        } catch (IllegalArgumentException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /// Whether caretaker itself wrote it.
    static boolean own(Document document) {
        return document.get(Names.ID) instanceof String;
    }
}
