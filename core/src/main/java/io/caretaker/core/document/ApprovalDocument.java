package io.caretaker.core.document;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.ApprovalCase;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.Guard;
import io.caretaker.core.recovery.GuardAnswer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A recovery that waits, or waited, for a person's word, as a document.
public final class ApprovalDocument {
    private ApprovalDocument() {}

    public static Map<String, @Nullable Object> of(Approval approval) {
        return document(approval).fields();
    }

    /// With all that a person should see before saying yes.
    public static Map<String, @Nullable Object> of(ApprovalCase known, Instant now) {
        Deliberation deliberation = known.deliberation();
        return document(known.approval())
                .put("service_label", known.service().label())
                .put("environment", known.service().environment())
                .put("current_status", known.state().status())
                .put("newest_check", known.state().message())
                .put("last_check", known.state().lastCheck())
                .put("since", known.state().statusSince())
                .put("consecutive_failures", known.state().consecutiveFailures())
                .put(
                        "failed_checks",
                        known.failedChecks().stream().map(ApprovalDocument::check).toList())
                .put("host", host(known))
                .put(
                        "recoveries",
                        known.recoveries().stream().map(ApprovalDocument::recovery).toList())
                .put("cause", deliberation.cause())
                .put("log_lines", deliberation.logLines())
                .put("looked", deliberation.looked())
                .put("would_act", deliberation.wouldAct())
                .put("decision", deliberation.reason())
                .put("plan", deliberation.plan())
                .put(
                        "guards",
                        deliberation.answers().stream().map(DeliberationDocument::guard).toList())
                .put("if_undecided", known.ifUndecided(now, Instant::toString))
                .put("missing", known.missing())
                .fields();
    }

    private static Map<String, @Nullable Object> check(HistoryEntry entry) {
        return new Document()
                .put("timestamp", entry.timestamp())
                .put("check_type", entry.type())
                .put("status", entry.status())
                .put("response_time_ms", Scalars.millis(entry.responseTime()))
                .put("error", entry.error())
                .fields();
    }

    private static Map<String, @Nullable Object> host(ApprovalCase known) {
        String silence =
                known.deliberation().answers().stream()
                        .filter(each -> each.guard() == Guard.HOST && !each.agrees())
                        .map(GuardAnswer::words)
                        .findFirst()
                        .orElse(null);
        return new Document()
                .put("host_id", known.host().id().value())
                .put("hostname", known.host().hostname())
                .put("status", known.host().status())
                .put("answers", silence == null)
                .put("message", silence == null ? "" : silence)
                .fields();
    }

    private static Map<String, @Nullable Object> recovery(AuditEntry entry) {
        return new Document()
                .put("timestamp", entry.at())
                .put("action", entry.action().substring(entry.action().indexOf('.') + 1))
                .put("actor", entry.actor())
                .put("success", entry.success())
                .put("message", entry.message())
                .fields();
    }

    private static Document document(Approval approval) {
        return new Document()
                .put("id", approval.id())
                .put("service_id", approval.service().value())
                .put("reason", approval.reason())
                .put("requested_at", approval.requestedAt())
                .put("expires_at", approval.expiresAt())
                .put("verdict", approval.verdict())
                .put("decided_by", approval.decidedBy())
                .put("decided_at", approval.decidedAt());
    }
}
