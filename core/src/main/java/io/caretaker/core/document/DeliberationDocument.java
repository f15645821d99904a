package io.caretaker.core.document;

import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.FailurePattern;
import io.caretaker.core.recovery.Guard;
import io.caretaker.core.recovery.GuardAnswer;
import io.caretaker.core.recovery.Hold;
import io.caretaker.core.recovery.RecoveryDecision;
import io.caretaker.core.recovery.RecoveryStep;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A decision that was not carried out, as a document, between the daemon and whoever asked it.
public final class DeliberationDocument {
    private DeliberationDocument() {}

    public static Map<String, @Nullable Object> of(Deliberation deliberation) {
        return new Document()
                .put(
                        "guards",
                        deliberation.answers().stream().map(DeliberationDocument::guard).toList())
                .put("decision", decision(deliberation.decision()))
                .put("looked", deliberation.looked())
                .put("cause", deliberation.cause())
                .put("log_lines", deliberation.logLines())
                .put("plan", deliberation.plan())
                .fields();
    }

    static Map<String, @Nullable Object> guard(GuardAnswer answer) {
        return new Document()
                .put("guard", answer.guard())
                .put("agrees", answer.agrees())
                .put("message", answer.words())
                .fields();
    }

    private static @Nullable Map<String, @Nullable Object> decision(
            @Nullable RecoveryDecision decision) {
        return switch (decision) {
            case null -> null;
            case RecoveryDecision.NotNeeded not -> decision("not_needed", not).fields();
            case RecoveryDecision.GiveUp end -> decision("give_up", end).fields();
            case RecoveryDecision.Act act -> decision("act", act).put("step", act.step()).fields();
            case RecoveryDecision.Held held ->
                    decision("held", held)
                            .put("hold", held.hold())
                            .put("until", held.until())
                            .fields();
        };
    }

    private static Document decision(String kind, RecoveryDecision decision) {
        return new Document().put("kind", kind).put("reason", decision.reason());
    }

    /// Reads a document of [#of].
    public static Deliberation read(Fields fields) {
        return new Deliberation(
                fields.objects("guards").stream()
                        .map(each ->
                                new GuardAnswer(
                                        each.word("guard", Guard.class),
                                        each.bool("agrees", false),
                                        each.text("message")))
                        .toList(),
                decision(fields.optionalObject("decision")),
                fields.bool("looked", false),
                fields.word("cause", FailurePattern.class),
                fields.texts("log_lines"),
                fields.texts("plan"));
    }

    private static @Nullable RecoveryDecision decision(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        String reason = fields.text("reason");
        return switch (fields.text("kind")) {
            case "not_needed" -> new RecoveryDecision.NotNeeded(reason);
            case "give_up" -> new RecoveryDecision.GiveUp(reason);
            case "act" -> new RecoveryDecision.Act(fields.word("step", RecoveryStep.class), reason);
            default ->
                    new RecoveryDecision.Held(
                            fields.word("hold", Hold.class),
                            reason,
                            fields.optionalInstant("until"));
        };
    }
}
