package io.caretaker.core.status;

import io.caretaker.core.host.Reachability;
import io.caretaker.core.status.HostState.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides what it means that a host answers or does not. Pure.
///
/// A host that does not answer is down only when something else does; when nothing answers,
/// caretaker itself is cut off, and nothing is concluded about any host.
public final class HostRules {
    /// One lost packet is no news.
    private static final int TOLD_AFTER = 2;

    private HostRules() {}

    /// What is told to people.
    public enum Change {
        NONE,
        /// The host is silent, for the second time in a row.
        SILENT,
        /// The host answers again, after people were told that it does not.
        BACK
    }

    /// What else was asked, once a host did not answer.
    ///
    /// @param asked how many others were asked: hosts and witnesses
    /// @param answered how many of them answered
    public record Others(int asked, int answered) {
        public static final Others NONE = new Others(0, 0);
    }

    /// The state after an answer, and what to tell.
    public record Judgement(HostState state, Change change) {}

    public static Judgement judge(
            HostState before, Reachability reply, Others others, Instant now) {
        return switch (reply) {
            case Reachability.Answers _ ->
                    new Judgement(HostState.ANSWERING, before.told() ? Change.BACK : Change.NONE);
            case Reachability.Silent silent ->
                    unheard(before, "does not answer: " + silent.reason(), others, now);
            case Reachability.NotAsked notAsked ->
                    unheard(before, "cannot be asked: " + notAsked.reason(), others, now);
        };
    }

    private static Judgement unheard(HostState before, String reason, Others others, Instant now) {
        Instant since = since(before.since(), now);
        if (others.asked() > 0 && others.answered() == 0) {
            return new Judgement(
                    new HostState(
                            Standing.CUT_OFF,
                            before.silences(),
                            since,
                            before.told(),
                            "caretaker itself seems cut off"),
                    Change.NONE);
        }
        int silences = before.silences() + 1;
        boolean tell = !before.told() && silences >= TOLD_AFTER;
        return new Judgement(
                new HostState(Standing.SILENT, silences, since, before.told() || tell, reason),
                tell ? Change.SILENT : Change.NONE);
    }

    private static Instant since(@Nullable Instant began, Instant now) {
        return began == null || began.isAfter(now) ? now : began;
    }
}
