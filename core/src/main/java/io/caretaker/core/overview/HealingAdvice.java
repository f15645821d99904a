package io.caretaker.core.overview;

import static io.caretaker.core.overview.Texts.ago;
import static io.caretaker.core.overview.Texts.count;
import static io.caretaker.core.overview.Texts.in;
import static io.caretaker.core.overview.Texts.sentence;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.BlockUntil;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.recovery.RecoveryState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What becomes of a service that is down: the same guards as
/// [io.caretaker.core.recovery.RecoveryRules], as far as they can be known from what is written
/// down. Pure.
final class HealingAdvice {
    private final Findings findings;
    private final Troubles troubles;
    private final Instant now;
    private final Map<ServiceId, Approval> denials = new HashMap<>();

    HealingAdvice(Findings findings, Troubles troubles) {
        this.findings = findings;
        this.troubles = troubles;
        this.now = findings.now();
        findings.approvals().stream()
                .filter(each -> each.verdict() == Approval.Verdict.DENIED && !each.expired(now))
                .forEach(each -> denials.putIfAbsent(each.service(), each));
    }

    Advice of(Service service) {
        RecoveryState recovery = findings.recovery(service.id());
        return Stream.of(
                        asked(service),
                        planned(service),
                        underWay(recovery),
                        paused(),
                        cannot(service),
                        gaveUp(recovery),
                        blocked(service, recovery),
                        denied(service),
                        held(service),
                        flapping(service))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElseGet(() -> next(service, recovery));
    }

    private @Nullable Advice asked(Service service) {
        Approval approval = troubles.approval(service.id());
        return approval == null
                ? null
                : new Advice(
                        "Caretaker is ready to heal it and waits for a yes.",
                        Wanted.APPROVE,
                        "Approve or deny; the question ends "
                                + in(approval.expiresAt(), now)
                                + ".");
    }

    private @Nullable Advice planned(Service service) {
        return troubles.planned(service)
                ? Advice.nothingAsked(
                        "This is maintenance time: caretaker watches it and does not heal it.")
                : null;
    }

    private @Nullable Advice underWay(RecoveryState recovery) {
        RecoveryState.InFlight step = recovery.inFlight();
        return step == null
                ? null
                : Advice.nothingAsked(
                        "Caretaker is at it: it began to "
                                + step.step().words()
                                + " "
                                + ago(step.startedAt(), now)
                                + ".");
    }

    private @Nullable Advice paused() {
        Pause pause = findings.pauseInForce();
        return pause == null
                ? null
                : Advice.look(
                        "Caretaker does not heal it: recovery is paused by " + pause.by() + ".",
                        "Resume recovery, or bring it back yourself.");
    }

    private static @Nullable Advice cannot(Service service) {
        if (!service.recovery().recoverOnDown()) {
            return Advice.look(
                    "Caretaker only watches it: its recovery is off.",
                    "Bring it back yourself, or switch its recovery on.");
        }
        boolean script = service.recovery().action() instanceof RecoveryAction.CustomScript;
        return service.control() instanceof ServiceControl.None && !script
                ? Advice.look(
                        "Caretaker does not know how to start it.",
                        "Bring it back yourself, and tell caretaker how it is started.")
                : null;
    }

    private static @Nullable Advice gaveUp(RecoveryState recovery) {
        if (!recovery.gaveUp()) {
            return null;
        }
        String tries =
                recovery.attempts() == 0 ? "" : " after " + count(recovery.attempts(), "attempt");
        return Advice.look(
                "Caretaker gave up" + tries + " and does nothing more by itself.",
                "Find the cause and bring it back.");
    }

    private @Nullable Advice blocked(Service service, RecoveryState recovery) {
        Instant since = recovery.blockedSince();
        if (since == null) {
            return null;
        }
        String before = "Caretaker brought it back " + ago(since, now) + " already, and ";
        String asked = "Look at it and acknowledge it: then caretaker heals it by itself again.";
        return switch (service.recovery().blockUntil()) {
            case BlockUntil.Cooldown _ -> null;
            case BlockUntil.Acknowledged _ ->
                    new Advice(
                            before + "leaves it alone until a person has looked.",
                            Wanted.ACKNOWLEDGE,
                            asked);
            case BlockUntil.Elapsed elapsed -> {
                Instant until = since.plus(elapsed.time());
                yield now.isBefore(until) && !since.isAfter(now)
                        ? new Advice(
                                before + "leaves it alone; it tries again " + in(until, now) + ".",
                                Wanted.ACKNOWLEDGE,
                                asked)
                        : null;
            }
        };
    }

    private @Nullable Advice denied(Service service) {
        Approval denial = denials.get(service.id());
        return denial == null
                ? null
                : Advice.look(
                        "Caretaker does not heal it: denied by "
                                + denial.decidedBy()
                                + "; it asks again "
                                + in(denial.expiresAt(), now)
                                + ".",
                        "Bring it back yourself.");
    }

    private @Nullable Advice held(Service service) {
        Alert alert = troubles.alerts().of(Subject.of(service.id()), AlertRule.RECOVERY_HELD);
        return alert == null
                ? null
                : Advice.look(
                        "Caretaker does not heal it: " + sentence(alert.text()),
                        "Put that right, or bring it back yourself.");
    }

    private @Nullable Advice flapping(Service service) {
        return findings.state(service).flapping()
                ? Advice.look(
                        "Caretaker does not restart it: it goes up and down, and another restart"
                                + " would not help.",
                        "Find out why it does not stay up.")
                : null;
    }

    private Advice next(Service service, RecoveryState recovery) {
        int attempts = recovery.attempts();
        String tried = attempts == 0 ? "" : "Caretaker tried " + times(attempts) + "; ";
        Instant notBefore = recovery.notBefore();
        if (notBefore != null && now.isBefore(notBefore)) {
            return Advice.nothingAsked(
                    (attempts == 0 ? "Caretaker tries " : tried + "it tries again ")
                            + in(notBefore, now)
                            + ".");
        }
        boolean asks =
                findings.inventory()
                        .environment(service.environment())
                        .filter(Environment::approvalRequired)
                        .isPresent();
        String last = asks ? "is about to ask for your approval." : "is about to heal it.";
        return Advice.nothingAsked(attempts == 0 ? "Caretaker " + last : tried + "it " + last);
    }

    private static String times(int attempts) {
        return switch (attempts) {
            case 1 -> "once";
            case 2 -> "twice";
            default -> attempts + " times";
        };
    }
}
