package io.caretaker.core.document;

import io.caretaker.core.recovery.RecoveryRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A recovery that a person asked for, as a document. `finished_at` and `success` are null until it
/// is done.
public final class RecoveryRequestDocument {
    private RecoveryRequestDocument() {}

    public static Map<String, @Nullable Object> of(RecoveryRequest request) {
        return new Document()
                .put("id", request.id())
                .put("service_id", request.service().value())
                .put("requested_by", request.requestedBy())
                .put("requested_at", request.requestedAt())
                .put("force", request.force())
                .put("finished_at", request.finishedAt())
                .put("success", request.success())
                .put("message", request.message())
                .fields();
    }
}
