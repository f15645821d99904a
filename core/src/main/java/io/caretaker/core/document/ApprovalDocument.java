package io.caretaker.core.document;

import io.caretaker.core.recovery.Approval;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A recovery that waits, or waited, for a person's word, as a document.
public final class ApprovalDocument {
    private ApprovalDocument() {}

    public static Map<String, @Nullable Object> of(Approval approval) {
        return new Document()
                .put("id", approval.id())
                .put("service_id", approval.service().value())
                .put("reason", approval.reason())
                .put("requested_at", approval.requestedAt())
                .put("expires_at", approval.expiresAt())
                .put("verdict", approval.verdict())
                .put("decided_by", approval.decidedBy())
                .put("decided_at", approval.decidedAt())
                .fields();
    }
}
