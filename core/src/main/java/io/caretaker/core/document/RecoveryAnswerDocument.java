package io.caretaker.core.document;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Deliberation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is answered to whoever asks for a recovery, as a document.
public final class RecoveryAnswerDocument {
    private RecoveryAnswerDocument() {}

    /// What came of it.
    public static Map<String, @Nullable Object> result(
            ServiceId service, boolean success, String message) {
        return answer(service, false).put("success", success).put("message", message).fields();
    }

    /// What would be decided, and what went into it.
    public static Map<String, @Nullable Object> verdict(
            ServiceId service, Deliberation deliberation) {
        return answer(service, true)
                .put("would_act", deliberation.wouldAct())
                .put("message", deliberation.reason())
                .put("looked", deliberation.looked())
                .put("plan", deliberation.plan())
                .put("cause", deliberation.cause())
                .put("log_lines", deliberation.logLines())
                .put(
                        "guards",
                        deliberation.answers().stream().map(DeliberationDocument::guard).toList())
                .fields();
    }

    private static Document answer(ServiceId service, boolean dryRun) {
        return new Document().put("service_id", service.value()).put("dry_run", dryRun);
    }
}
