package io.caretaker.core.document;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Subject;

/// The key of an alert as three fields of a document: `rule`, `subject`, `detail`.
final class AlertKeyDocument {
    private AlertKeyDocument() {}

    static void write(Document document, AlertKey key) {
        document.put("rule", key.rule())
                .put(
                        "subject",
                        new Document()
                                .put("kind", key.subject().kind())
                                .put("id", key.subject().id())
                                .fields())
                .put("detail", key.detail());
    }

    static AlertKey read(Fields fields) {
        Fields subject = fields.object("subject");
        return new AlertKey(
                fields.word("rule", AlertRule.class),
                new Subject(subject.word("kind", Subject.Kind.class), subject.text("id", "")),
                fields.text("detail", ""));
    }
}
