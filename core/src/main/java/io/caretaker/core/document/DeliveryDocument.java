package io.caretaker.core.document;

import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A delivery as a document: how far it is, and its message in the field `message`. Every field is
/// always there; `ended_at` is null while it waits.
public final class DeliveryDocument {
    private DeliveryDocument() {}

    public static Map<String, @Nullable Object> of(Delivery delivery) {
        return new Document()
                .put("state", delivery.state())
                .put("attempts", delivery.attempts())
                .put("next", delivery.next())
                .put("ended_at", delivery.endedAt())
                .put("detail", delivery.detail())
                .put("message", MessageDocument.of(delivery.message()))
                .fields();
    }

    /// Reads a document.
    ///
    /// @return empty if and only if a problem was noted
    public static Optional<Delivery> read(Fields fields) {
        Optional<Message> message = MessageDocument.read(fields.object("message"));
        return message.flatMap(found ->
                fields.build(() ->
                        new Delivery(
                                found,
                                fields.word("state", Delivery.State.class),
                                fields.integer("attempts", 0),
                                fields.instant("next", found.at()),
                                fields.optionalInstant("ended_at"),
                                fields.text("detail", ""))));
    }
}
