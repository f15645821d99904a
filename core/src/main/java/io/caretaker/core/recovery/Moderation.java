package io.caretaker.core.recovery;

import io.caretaker.core.recovery.RecoveryDecision.GiveUp;
import io.caretaker.core.recovery.RecoveryDecision.Held;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The guards that ask whether enough was done already. Pure; each is null when it agrees.
final class Moderation {
    private Moderation() {}

    static @Nullable RecoveryDecision restartLoop(RecoverySituation situation) {
        return situation.restartsThisRun() < situation.service().recovery().maxRestarts()
                ? null
                : new GiveUp(
                        "restart loop: "
                                + situation.restartsThisRun()
                                + " restarts and it does not stay up");
    }

    static @Nullable RecoveryDecision attempts(RecoverySituation situation) {
        RecoveryState recovery = situation.recovery();
        return recovery.attempts() < situation.service().recovery().maxAttempts()
                ? null
                : new GiveUp(
                        recovery.attempts()
                                + " attempts and it is "
                                + (recovery.lastSucceeded() ? "down again" : "still down"));
    }

    /// Whether it was brought back before and nobody has looked at it since.
    static @Nullable RecoveryDecision block(RecoverySituation situation, Instant now) {
        Instant since = situation.recovery().blockedSince();
        if (since == null) {
            return null;
        }
        String before = "it was brought back at " + since + " already; ";
        String hint = "`caretaker recover ack " + situation.service().id() + "`";
        return switch (situation.service().recovery().blockUntil()) {
            case BlockUntil.Cooldown _ -> null;
            case BlockUntil.Acknowledged _ ->
                    new Held(Hold.BLOCKED, before + "a person must look first: " + hint, null);
            case BlockUntil.Elapsed(Duration time) ->
                    now.isBefore(since.plus(time)) && !since.isAfter(now)
                            ? new Held(
                                    Hold.BLOCKED,
                                    before + "left alone until " + since.plus(time) + " or " + hint,
                                    since.plus(time))
                            : null;
        };
    }

    static @Nullable RecoveryDecision cooldown(RecoverySituation situation, Instant now) {
        RecoveryState recovery = situation.recovery();
        Instant notBefore = recovery.notBefore();
        if (notBefore == null
                || !now.isBefore(notBefore)
                || clockWentBack(situation.service().recovery(), notBefore, now)) {
            return null;
        }
        Instant last = recovery.lastAttempt() == null ? now : recovery.lastAttempt();
        return new Held(
                Hold.COOLDOWN,
                "the last attempt was "
                        + Duration.between(last, now).toSeconds()
                        + " s ago; the next is due at "
                        + notBefore,
                notBefore);
    }

    /// No cooldown is that long: the clock was set back since, and waiting for it could take days.
    private static boolean clockWentBack(RecoveryPolicy policy, Instant notBefore, Instant now) {
        return notBefore.isAfter(now.plus(RecoveryRules.longest(policy).multipliedBy(2)));
    }
}
