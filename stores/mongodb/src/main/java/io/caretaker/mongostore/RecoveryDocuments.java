package io.caretaker.mongostore;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryState.InFlight;
import io.caretaker.core.recovery.RecoveryStep;
import java.time.Instant;
import java.util.Locale;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/// The records of recovery as documents of caretaker's own collections.
final class RecoveryDocuments {
    static final String BLOCKED_SINCE = "blocked_since";

    private RecoveryDocuments() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String name(Document document, String key) {
        return BsonValues.text(document, key).toUpperCase(Locale.ROOT);
    }

    static Document of(RecoveryState state) {
        InFlight step = state.inFlight();
        return new Document(Names.ID, state.service().value())
                .append("attempts", state.attempts())
                .append("last_attempt", BsonValues.dateOrNull(state.lastAttempt()))
                .append("not_before", BsonValues.dateOrNull(state.notBefore()))
                .append("last_succeeded", state.lastSucceeded())
                .append("gave_up", state.gaveUp())
                .append("step", step == null ? null : word(step.step()))
                .append("step_started_at", step == null ? null : BsonValues.date(step.startedAt()))
                .append(BLOCKED_SINCE, BsonValues.dateOrNull(state.blockedSince()));
    }

    static RecoveryState state(Document document) {
        return new RecoveryState(
                new ServiceId(BsonValues.text(document, Names.ID)),
                (int) BsonValues.number(document, "attempts"),
                BsonValues.instant(document, "last_attempt"),
                BsonValues.instant(document, "not_before"),
                BsonValues.flag(document, "last_succeeded"),
                BsonValues.flag(document, "gave_up"),
                inFlight(document),
                BsonValues.instant(document, BLOCKED_SINCE));
    }

    private static @Nullable InFlight inFlight(Document document) {
        Instant started = BsonValues.instant(document, "step_started_at");
        return started == null
                ? null
                : new InFlight(RecoveryStep.valueOf(name(document, "step")), started);
    }

    static Document of(Pause pause) {
        return new Document("by", pause.by())
                .append("reason", pause.reason())
                .append("since", BsonValues.date(pause.since()))
                .append("until", BsonValues.dateOrNull(pause.until()));
    }

    static Pause pause(Document document) {
        return new Pause(
                BsonValues.text(document, "by"),
                BsonValues.text(document, "reason"),
                BsonValues.known(document, "since"),
                BsonValues.instant(document, "until"));
    }

    static Document of(Approval approval) {
        return new Document(Names.ID, approval.id())
                .append(Names.SERVICE_ID, approval.service().value())
                .append("reason", approval.reason())
                .append("requested_at", BsonValues.date(approval.requestedAt()))
                .append("expires_at", BsonValues.date(approval.expiresAt()))
                .append("verdict", word(approval.verdict()))
                .append("decided_by", approval.decidedBy())
                .append("decided_at", BsonValues.dateOrNull(approval.decidedAt()));
    }

    static Approval approval(Document document) {
        return new Approval(
                BsonValues.text(document, Names.ID),
                new ServiceId(BsonValues.text(document, Names.SERVICE_ID)),
                BsonValues.text(document, "reason"),
                BsonValues.known(document, "requested_at"),
                BsonValues.known(document, "expires_at"),
                Verdict.valueOf(name(document, "verdict")),
                document.getString("decided_by"),
                BsonValues.instant(document, "decided_at"));
    }

    static Document of(RecoveryRequest request) {
        return new Document(Names.ID, request.id())
                .append("order", new ObjectId())
                .append(Names.SERVICE_ID, request.service().value())
                .append("requested_by", request.requestedBy())
                .append("requested_at", BsonValues.date(request.requestedAt()))
                .append("force", request.force())
                .append("finished_at", BsonValues.dateOrNull(request.finishedAt()))
                .append("success", request.success())
                .append("message", request.message());
    }

    static RecoveryRequest request(Document document) {
        return new RecoveryRequest(
                BsonValues.text(document, Names.ID),
                new ServiceId(BsonValues.text(document, Names.SERVICE_ID)),
                BsonValues.text(document, "requested_by"),
                BsonValues.known(document, "requested_at"),
                BsonValues.flag(document, "force"),
                BsonValues.instant(document, "finished_at"),
                document.getBoolean("success"),
                BsonValues.text(document, "message"));
    }
}
