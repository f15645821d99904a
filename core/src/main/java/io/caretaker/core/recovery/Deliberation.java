package io.caretaker.core.recovery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decision about a recovery that was not carried out, with all that went into it.
///
/// @param answers the guards that were asked, in their order
/// @param decision what would be done; null when nothing stands against it and nobody has looked
///   yet which step would help
/// @param looked whether host, dependencies, process, log and the service itself were asked anew,
///   as right before a step
/// @param cause why the service failed, as far as its log tells
/// @param logLines the lines that tell it, the newest last; without secrets
/// @param plan what would be run, in its order, each as one line; empty when nothing would
public record Deliberation(
        List<GuardAnswer> answers,
        @Nullable RecoveryDecision decision,
        boolean looked,
        FailurePattern cause,
        List<String> logLines,
        List<String> plan) {
    public Deliberation {
        answers = List.copyOf(answers);
        logLines = List.copyOf(logLines);
        plan = List.copyOf(plan);
    }

    /// From what is known, without a look at the host.
    public static Deliberation unseen(
            List<GuardAnswer> answers, @Nullable RecoveryDecision decision) {
        return new Deliberation(
                answers, decision, false, FailurePattern.NONE, List.of(), List.of());
    }

    /// Whether something would be done.
    public boolean wouldAct() {
        return decision == null || decision instanceof RecoveryDecision.Act;
    }

    /// Why, without a full stop.
    public String reason() {
        return switch (decision) {
            case null ->
                    "nothing stands against it; the step follows from its log, process and disk";
            case RecoveryDecision.Act act -> act.step().words() + ", because: " + act.reason();
            case RecoveryDecision other -> other.reason();
        };
    }
}
