package io.caretaker.server.heal;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.recovery.Hold;
import io.caretaker.core.recovery.RecoveryDecision;
import io.caretaker.core.recovery.RecoverySituation;
import io.caretaker.core.recovery.RecoveryState;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says why a service that is down is not healed: to the log whenever the reason changes, to people
/// once. Thread-safe.
final class Objections {
    private static final Logger LOG = LoggerFactory.getLogger(Objections.class);

    /// What somebody has to do something about, and what is not told elsewhere.
    private static final Set<Hold> TOLD =
            EnumSet.of(
                    Hold.FLAPPING,
                    Hold.DISK_FULL,
                    Hold.NOT_HEALABLE,
                    Hold.HOST_UNREACHABLE,
                    Hold.BLOCKED);

    private final ApprovalDesk desk;
    private final RecoveryMemory memory;
    private final AuditLog audit;
    private final Notifier notifier;
    private final InstantSource clock;
    private final Map<ServiceId, Hold> newest = new ConcurrentHashMap<>();
    private final Map<ServiceId, Set<Hold>> told = new ConcurrentHashMap<>();
    private final Set<ServiceId> gaveUp = ConcurrentHashMap.newKeySet();
    private final Map<ServiceId, String> findings = new ConcurrentHashMap<>();

    Objections(
            ApprovalDesk desk,
            RecoveryMemory memory,
            AuditLog audit,
            Notifier notifier,
            InstantSource clock) {
        this.desk = desk;
        this.memory = memory;
        this.audit = audit;
        this.notifier = notifier;
        this.clock = clock;
    }

    /// What the log gave away after the last attempt.
    void found(ServiceId id, String finding) {
        findings.put(id, finding);
    }

    /// The service is up: what is told once may be told again when it is down the next time. That
    /// it flaps is told again only after it was calm.
    void up(ServiceId id, boolean flapping) {
        newest.remove(id);
        findings.remove(id);
        gaveUp.remove(id);
        told.computeIfPresent(
                id,
                (_, holds) -> flapping && holds.contains(Hold.FLAPPING) ? flappingOnly() : null);
    }

    private static Set<Hold> flappingOnly() {
        Set<Hold> only = ConcurrentHashMap.newKeySet();
        only.add(Hold.FLAPPING);
        return only;
    }

    void forget(ServiceId id) {
        up(id, false);
    }

    void explain(RecoverySituation situation, RecoveryDecision decision) {
        switch (decision) {
            case RecoveryDecision.Held held -> held(situation, held);
            case RecoveryDecision.GiveUp giveUp -> giveUp(situation, giveUp);
            case RecoveryDecision.NotNeeded _, RecoveryDecision.Act _ -> {}
        }
    }

    private void held(RecoverySituation situation, RecoveryDecision.Held held) {
        Service service = situation.service();
        if (held.hold() == Hold.AWAITING_APPROVAL) {
            desk.ask(situation, held.reason());
        }
        if (held.hold() == newest.put(service.id(), held.hold())) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("service", service.id())
                .addKeyValue("reason", held.reason())
                .log("down, and recovery holds still");
        // That a host is silent is told once for the host.
        boolean elsewhere = situation.hostSilent() != null;
        boolean first =
                told.computeIfAbsent(service.id(), _ -> ConcurrentHashMap.newKeySet())
                        .add(held.hold());
        if (TOLD.contains(held.hold())
                && first
                && !elsewhere
                && service.recovery().recoverOnDown()) {
            notifier.tell(
                    Notice.raised(
                            clock.instant(),
                            AlertKey.of(AlertRule.RECOVERY_HELD, service.id()),
                            service.alerting().severity(),
                            service.label() + " is down and caretaker does not heal it",
                            held.reason()));
        }
    }

    private void giveUp(RecoverySituation situation, RecoveryDecision.GiveUp decision) {
        Service service = situation.service();
        RecoveryState known = situation.recovery();
        if (known.gaveUp()) {
            tellAgain(service, decision);
            return;
        }
        String reason = withFinding(service.id(), decision.reason());
        gaveUp.add(service.id());
        memory.write(known.givenUp());
        audit.append(
                AuditEntry.of(
                        clock.instant(),
                        "caretaker",
                        "recovery.give_up",
                        service.id().value(),
                        false,
                        reason));
        LOG.atError()
                .addKeyValue("service", service.id())
                .addKeyValue("reason", reason)
                .log("recovery gave up; a person must act");
        tellGaveUp(service, reason);
    }

    /// A caretaker that ended between the two has given up and told nobody.
    private void tellAgain(Service service, RecoveryDecision.GiveUp decision) {
        AlertKey key = AlertKey.of(AlertRule.RECOVERY_GAVE_UP, service.id());
        if (gaveUp.add(service.id()) && !notifier.firing(key)) {
            tellGaveUp(service, decision.reason());
        }
    }

    private void tellGaveUp(Service service, String reason) {
        notifier.tell(
                Notice.raised(
                        clock.instant(),
                        AlertKey.of(AlertRule.RECOVERY_GAVE_UP, service.id()),
                        Severity.CRITICAL,
                        service.label() + " is down and caretaker gave up",
                        reason + "; `caretaker recover " + service.id() + " --force` tries again"));
    }

    /// A reason with what the log gave away after the last attempt, unless it says so already.
    private String withFinding(ServiceId id, String reason) {
        String finding = findings.getOrDefault(id, "");
        return finding.isEmpty() || reason.contains(finding)
                ? reason
                : reason + "; its log says: " + finding;
    }
}
