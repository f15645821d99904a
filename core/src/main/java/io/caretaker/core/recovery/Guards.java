package io.caretaker.core.recovery;

import io.caretaker.core.check.Fault;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.recovery.RecoveryDecision.GiveUp;
import io.caretaker.core.recovery.RecoveryDecision.Held;
import io.caretaker.core.recovery.RecoveryDecision.NotNeeded;
import io.caretaker.core.status.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The guards that cost nothing to ask. Pure.
final class Guards {
    private Guards() {}

    /// The first that objects; null when all agree.
    static @Nullable RecoveryDecision first(RecoverySituation situation, Instant now) {
        for (Guard guard : Guard.values()) {
            RecoveryDecision objection =
                    asked(guard, situation.trigger()) ? objection(guard, situation, now) : null;
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    /// What all say that are asked.
    static List<GuardAnswer> answers(RecoverySituation situation, Instant now) {
        var answers = new ArrayList<GuardAnswer>();
        for (Guard guard : Guard.values()) {
            if (asked(guard, situation.trigger())) {
                RecoveryDecision objection = objection(guard, situation, now);
                answers.add(
                        objection == null
                                ? GuardAnswer.agrees(guard)
                                : GuardAnswer.objects(guard, objection.reason()));
            }
        }
        return answers;
    }

    /// Some are answered by a person's asking, some more by their insisting.
    private static boolean asked(Guard guard, RecoveryTrigger trigger) {
        return switch (guard) {
            case DOWN, PAUSE, CONTROL, HOST, DEPENDENCIES, FAULT -> true;
            case LOCKDOWN, OPT_IN, HOST_STATUS, MAINTENANCE, BLOCK, APPROVAL -> !trigger.byPerson();
            case GIVEN_UP, RESTART_LOOP, ATTEMPTS, FLAPPING, COOLDOWN ->
                    trigger != RecoveryTrigger.FORCED;
            case SECOND_LOOK, VETO -> false;
        };
    }

    private static @Nullable RecoveryDecision objection(
            Guard guard, RecoverySituation situation, Instant now) {
        return switch (guard) {
            case DOWN -> down(situation);
            case PAUSE -> pause(situation, now);
            case CONTROL -> control(situation);
            case HOST -> host(situation);
            case LOCKDOWN -> lockdown(situation);
            case OPT_IN ->
                    situation.service().recovery().recoverOnDown()
                            ? null
                            : new Held(Hold.NOT_OPTED_IN, "recover_on_down is off", null);
            case HOST_STATUS -> hostStatus(situation);
            case MAINTENANCE -> maintenance(situation, now);
            case DEPENDENCIES -> dependencies(situation);
            case FAULT -> fault(situation);
            case GIVEN_UP ->
                    situation.recovery().gaveUp()
                            ? new GiveUp("caretaker gave up on it before; a person must act")
                            : null;
            case RESTART_LOOP -> Moderation.restartLoop(situation);
            case ATTEMPTS -> Moderation.attempts(situation);
            case BLOCK -> Moderation.block(situation, now);
            case FLAPPING ->
                    situation.state().flapping()
                            ? new Held(
                                    Hold.FLAPPING,
                                    "it goes up and down; another restart would not help",
                                    null)
                            : null;
            case COOLDOWN -> Moderation.cooldown(situation, now);
            case APPROVAL -> consent(situation, now);
            case SECOND_LOOK, VETO -> null;
        };
    }

    /// What is not judged because of its host, or refuses because people have locked it down, is
    /// not down; that nothing is done has a better reason than its status.
    private static @Nullable RecoveryDecision down(RecoverySituation situation) {
        Status status = situation.state().status();
        if (status.down()) {
            return null;
        }
        if (status == Status.UNKNOWN && situation.hostSilent() != null) {
            return host(situation);
        }
        return status != Status.RUNNING && situation.lockedDown() != null
                ? lockdown(situation)
                : new NotNeeded("it is " + status.name().toLowerCase(Locale.ROOT));
    }

    private static @Nullable RecoveryDecision pause(RecoverySituation situation, Instant now) {
        Pause pause = situation.pause();
        return pause == null || pause.over(now)
                ? null
                : new Held(
                        Hold.PAUSED,
                        "recovery is paused by " + pause.by() + ": " + pause.reason(),
                        pause.until());
    }

    private static @Nullable RecoveryDecision control(RecoverySituation situation) {
        return situation.service().control() instanceof ServiceControl.None
                        && !(situation.service().recovery().action()
                                instanceof RecoveryAction.CustomScript)
                ? new Held(Hold.NO_CONTROL, "it is not known how to start it", null)
                : null;
    }

    private static @Nullable RecoveryDecision host(RecoverySituation situation) {
        return situation.hostSilent() == null
                ? null
                : new Held(Hold.HOST_UNREACHABLE, situation.hostSilent(), null);
    }

    private static @Nullable RecoveryDecision lockdown(RecoverySituation situation) {
        return situation.lockedDown() == null
                ? null
                : new Held(
                        Hold.LOCKED_DOWN,
                        situation.lockedDown() + "; it is left to whoever locked it down",
                        null);
    }

    private static @Nullable RecoveryDecision hostStatus(RecoverySituation situation) {
        return situation.host().status() == HostStatus.ACTIVE
                ? null
                : new Held(
                        Hold.HOST_NOT_ACTIVE,
                        "host " + situation.host().id() + " is not active",
                        null);
    }

    private static @Nullable RecoveryDecision maintenance(
            RecoverySituation situation, Instant now) {
        var environment = situation.environment();
        return environment != null
                        && environment.maintenanceWindow() != null
                        && environment.maintenanceWindow().contains(now)
                ? new Held(
                        Hold.MAINTENANCE_WINDOW,
                        "environment " + environment.name() + " is in its maintenance window",
                        null)
                : null;
    }

    private static @Nullable RecoveryDecision dependencies(RecoverySituation situation) {
        return situation.dependenciesDown().isEmpty()
                ? null
                : new Held(
                        Hold.DEPENDENCY_DOWN,
                        "it depends on "
                                + situation.dependenciesDown().getFirst()
                                + ", which is down and is healed first",
                        null);
    }

    private static @Nullable RecoveryDecision fault(RecoverySituation situation) {
        Fault fault = situation.state().fault();
        return switch (fault) {
            case STARTING, STOPPING -> underWay(situation);
            case OVERLOADED ->
                    new Held(
                            Hold.NOT_HEALABLE,
                            "it lives and is full; a restart would end everybody's sessions",
                            null);
            case AUTHENTICATION, TLS, NAME_NOT_FOUND, UNREACHABLE ->
                    new Held(
                            Hold.NOT_HEALABLE,
                            "a restart does not heal this: " + situation.state().message(),
                            null);
            case null -> null;
            case REFUSED, TIMED_OUT, CLOSED, UNEXPECTED_ANSWER, NOT_RUNNING, CRITICAL -> null;
        };
    }

    private static RecoveryDecision underWay(RecoverySituation situation) {
        RecoveryDecision loop = RecoveryRules.startLoop(situation, situation.state().message());
        return loop != null
                ? loop
                : new Held(
                        Hold.IN_PROGRESS,
                        situation.state().message() + "; waiting, not restarting",
                        null);
    }

    /// Whether a person agrees, where one must.
    private static @Nullable RecoveryDecision consent(RecoverySituation situation, Instant now) {
        if (situation.environment() == null || !situation.environment().approvalRequired()) {
            return null;
        }
        Approval approval = situation.approval();
        if (approval == null || approval.expired(now)) {
            return awaiting(situation);
        }
        return switch (approval.verdict()) {
            case APPROVED -> null;
            case USED, PENDING -> awaiting(situation);
            case DENIED ->
                    new Held(
                            Hold.DENIED, "denied by " + approval.decidedBy(), approval.expiresAt());
        };
    }

    private static RecoveryDecision awaiting(RecoverySituation situation) {
        return new Held(
                Hold.AWAITING_APPROVAL,
                "environment " + situation.service().environment() + " demands a person's approval",
                null);
    }
}
