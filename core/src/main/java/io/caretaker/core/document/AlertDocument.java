package io.caretaker.core.document;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.Telling;
import io.caretaker.core.inventory.Severity;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An alert as a document, with what each channel knows of it. Every field is always there; what
/// does not apply is null, or empty.
public final class AlertDocument {
    private AlertDocument() {}

    public static Map<String, @Nullable Object> of(Alert alert) {
        var document = new Document().put("alert_id", alert.id());
        AlertKeyDocument.write(document, alert.key());
        return document.put("state", alert.state())
                .put("severity", alert.severity())
                .put("title", alert.title())
                .put("text", alert.text())
                .put("since", alert.since())
                .put("changed_at", alert.changedAt())
                .put("ended_at", alert.endedAt())
                .put("ending", alert.ending())
                .put("held", alert.held())
                .put("beginnings", alert.beginnings())
                .put("tellings", alert.tellings().stream().map(AlertDocument::of).toList())
                .fields();
    }

    private static Map<String, @Nullable Object> of(Telling telling) {
        Said said = telling.said();
        return new Document()
                .put("channel", telling.channel())
                .put("said", said == null ? null : (Object) Scalars.word(said))
                .put("at", telling.at())
                .put("first_at", telling.firstAt())
                .put("severity", telling.severity())
                .put("thread", telling.thread())
                .put("owed_since", telling.owedSince())
                .put("flapping", telling.flapping())
                .fields();
    }

    /// Reads a document.
    ///
    /// @return empty if and only if a problem was noted, as it is for a rule that only a newer
    ///   caretaker knows
    public static Optional<Alert> read(Fields fields) {
        return fields.build(() ->
                new Alert(
                        fields.text("alert_id"),
                        AlertKeyDocument.read(fields),
                        fields.word("state", AlertState.class),
                        fields.word("severity", Severity.class),
                        fields.text("title", ""),
                        fields.text("text", ""),
                        fields.instant("since"),
                        fields.instant("changed_at"),
                        fields.optionalInstant("ended_at"),
                        fields.text("ending", ""),
                        fields.instants("beginnings"),
                        fields.text("held", ""),
                        fields.objects("tellings").stream().map(AlertDocument::telling).toList()));
    }

    private static Telling telling(Fields fields) {
        return new Telling(
                fields.text("channel"),
                fields.optionalWord("said", Said.class),
                fields.optionalInstant("at"),
                fields.optionalInstant("first_at"),
                fields.word("severity", Severity.class),
                fields.text("thread", ""),
                fields.optionalInstant("owed_since"),
                fields.bool("flapping", false));
    }
}
