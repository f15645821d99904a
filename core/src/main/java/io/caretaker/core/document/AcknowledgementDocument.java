package io.caretaker.core.document;

import io.caretaker.core.alert.Acknowledgement;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A person's word on an alert as a document. `until` is null when it holds as long as the alert.
public final class AcknowledgementDocument {
    private AcknowledgementDocument() {}

    public static Map<String, @Nullable Object> of(Acknowledgement word) {
        return new Document()
                .put("alert_id", word.alert())
                .put("by", word.by())
                .put("at", word.at())
                .put("until", word.until())
                .put("comment", word.comment())
                .fields();
    }

    /// Reads a document.
    ///
    /// @return empty if and only if a problem was noted
    public static Optional<Acknowledgement> read(Fields fields) {
        return fields.build(() ->
                new Acknowledgement(
                        fields.text("alert_id"),
                        fields.text("by"),
                        fields.instant("at"),
                        fields.optionalInstant("until"),
                        fields.text("comment", "")));
    }
}
