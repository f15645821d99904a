package io.caretaker.core.document;

import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.Severity;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message with its lines as a document. Every field is always there; what does not apply is
/// null, or empty.
public final class MessageDocument {
    private MessageDocument() {}

    public static Map<String, @Nullable Object> of(Message message) {
        return new Document()
                .put("message_id", message.id())
                .put("channel", message.channel())
                .put("at", message.at())
                .put("said", message.said())
                .put("severity", message.severity())
                .put("title", message.title())
                .put("lines", message.lines().stream().map(MessageDocument::of).toList())
                .put("more", message.more())
                .fields();
    }

    private static Map<String, @Nullable Object> of(MessageLine line) {
        var document = new Document().put("alert_id", line.alert());
        AlertKeyDocument.write(document, line.key());
        return document.put("said", line.said())
                .put("reason", line.reason())
                .put("severity", line.severity())
                .put("title", line.title())
                .put("text", line.text())
                .put("since", line.since())
                .put("ended_at", line.endedAt())
                .put("place", of(line.place()))
                .put("affected", line.affected())
                .put("affected_count", line.affectedCount())
                .put("by", line.by())
                .put("thread", line.thread())
                .put("open_in_thread", line.openInThread())
                .fields();
    }

    private static Map<String, @Nullable Object> of(AlertPlace place) {
        return new Document()
                .put("service", place.service())
                .put("service_type", place.serviceType())
                .put("host", place.host())
                .put("environment", place.environment())
                .put("region", place.region())
                .put("label", place.label())
                .put("tags", place.tags())
                .fields();
    }

    /// Reads a document.
    ///
    /// @return empty if and only if a problem was noted
    public static Optional<Message> read(Fields fields) {
        return fields.build(() ->
                new Message(
                        fields.text("message_id"),
                        fields.text("channel"),
                        fields.instant("at"),
                        fields.word("said", Said.class),
                        fields.word("severity", Severity.class),
                        fields.text("title", ""),
                        fields.objects("lines").stream().map(MessageDocument::line).toList(),
                        fields.integer("more", 0)));
    }

    private static MessageLine line(Fields fields) {
        return new MessageLine(
                fields.text("alert_id"),
                AlertKeyDocument.read(fields),
                fields.word("said", Said.class),
                fields.text("reason", ""),
                fields.word("severity", Severity.class),
                fields.text("title", ""),
                fields.text("text", ""),
                fields.instant("since"),
                fields.optionalInstant("ended_at"),
                place(fields.object("place")),
                fields.texts("affected"),
                fields.integer("affected_count", 0),
                fields.text("by", ""),
                fields.text("thread", ""),
                fields.integer("open_in_thread", 0));
    }

    private static AlertPlace place(Fields fields) {
        return new AlertPlace(
                fields.text("service", ""),
                fields.text("service_type", ""),
                fields.text("host", ""),
                fields.text("environment", ""),
                fields.text("region", ""),
                fields.text("label", ""),
                fields.texts("tags"));
    }
}
