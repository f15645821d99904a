package io.caretaker.core.document;

import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Severity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The object `alerting` of a service. `mute_until` is always there, null when nothing is muted.
public final class AlertingDocument {
    private AlertingDocument() {}

    public static Map<String, @Nullable Object> of(Alerting alerting) {
        return new Document()
                .put("enabled", alerting.enabled())
                .put("channels", alerting.channels())
                .put("severity", alerting.severity())
                .putIfThere("escalation_policy", alerting.escalationPolicy())
                .put("mute_until", alerting.muteUntil())
                .fields();
    }

    /// Reads a document.
    ///
    /// @param defaults what absent fields mean; `mute_until` has no default
    public static Alerting read(Fields fields, Alerting defaults) {
        String policy = fields.optionalText("escalation_policy");
        return new Alerting(
                fields.bool("enabled", defaults.enabled()),
                fields.texts("channels", defaults.channels()),
                fields.word("severity", Severity.class, defaults.severity()),
                policy == null ? defaults.escalationPolicy() : policy,
                fields.optionalInstant("mute_until"));
    }
}
