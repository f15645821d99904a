package io.caretaker.server.keep;

import io.caretaker.core.document.Fields;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryState.InFlight;
import io.caretaker.core.recovery.RecoveryStep;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What recovery remembers, as documents for files of the daemon's own.
final class RecoveryDocuments {
    private static final ServiceId NOBODY = new ServiceId("unknown");

    private RecoveryDocuments() {}

    static Map<String, @Nullable Object> of(RecoveryState state) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        InFlight step = state.inFlight();
        document.put("service", state.service().value());
        document.put("attempts", state.attempts());
        document.put("last_attempt", state.lastAttempt());
        document.put("not_before", state.notBefore());
        document.put("last_succeeded", state.lastSucceeded());
        document.put("gave_up", state.gaveUp());
        document.put("step", step == null ? null : step.step().name());
        document.put("step_started_at", step == null ? null : step.startedAt());
        document.put("blocked_since", state.blockedSince());
        return document;
    }

    static RecoveryState state(Fields fields) {
        RecoveryStep step = fields.optionalWord("step", RecoveryStep.class);
        return new RecoveryState(
                fields.parsed("service", ServiceId::new, NOBODY),
                fields.integer("attempts"),
                fields.optionalInstant("last_attempt"),
                fields.optionalInstant("not_before"),
                fields.bool("last_succeeded", false),
                fields.bool("gave_up", false),
                step == null
                        ? null
                        : new InFlight(step, fields.instant("step_started_at", Instant.EPOCH)),
                fields.optionalInstant("blocked_since"));
    }

    static Map<String, @Nullable Object> of(Approval approval) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("id", approval.id());
        document.put("service", approval.service().value());
        document.put("reason", approval.reason());
        document.put("requested_at", approval.requestedAt());
        document.put("expires_at", approval.expiresAt());
        document.put("verdict", approval.verdict().name());
        document.put("decided_by", approval.decidedBy());
        document.put("decided_at", approval.decidedAt());
        return document;
    }

    static Approval approval(Fields fields) {
        return new Approval(
                fields.text("id"),
                fields.parsed("service", ServiceId::new, NOBODY),
                fields.text("reason"),
                fields.instant("requested_at", Instant.EPOCH),
                fields.instant("expires_at", Instant.EPOCH),
                fields.word("verdict", Approval.Verdict.class),
                fields.optionalText("decided_by"),
                fields.optionalInstant("decided_at"));
    }

    static Map<String, @Nullable Object> of(Pause pause) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("by", pause.by());
        document.put("reason", pause.reason());
        document.put("since", pause.since());
        document.put("until", pause.until());
        return document;
    }

    static Pause pause(Fields fields) {
        return new Pause(
                fields.text("by"),
                fields.text("reason"),
                fields.instant("since", Instant.EPOCH),
                fields.optionalInstant("until"));
    }
}
