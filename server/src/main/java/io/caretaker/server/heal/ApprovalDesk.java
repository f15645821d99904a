package io.caretaker.server.heal;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoverySituation;
import io.caretaker.core.recovery.RecoveryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What people say to recovery: the pause and the approvals, as last read from the store.
/// Thread-safe.
final class ApprovalDesk {
    private static final Duration KEPT = Duration.ofDays(2);

    private final RecoveryStore store;
    private final Notifier notifier;
    private final Duration approvalTime;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile List<Approval> approvals = List.of();
    private volatile @Nullable Pause pause;

    ApprovalDesk(
            RecoveryStore store,
            Notifier notifier,
            Duration approvalTime,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.notifier = notifier;
        this.approvalTime = approvalTime;
        this.clock = clock;
        this.random = random;
    }

    /// Reads everything anew, as after another process changed it.
    void refresh() {
        pause = store.pause().orElse(null);
        Instant now = clock.instant();
        approvals = store.approvals(now.minus(KEPT));
        for (Approval approval : approvals) {
            boolean decided = approval.verdict() != Approval.Verdict.PENDING;
            if (decided || approval.expired(now)) {
                notifier.clear(
                        Notice.cleared(
                                now,
                                key(approval.service(), approval.id()),
                                decided
                                        ? approval.id() + " is decided"
                                        : approval.id() + " has expired without an answer",
                                ""));
            }
        }
    }

    /// Each question is an alert of its own: it has its own answer.
    private static AlertKey key(ServiceId service, String id) {
        return AlertKey.of(AlertRule.APPROVAL_WANTED, service, id);
    }

    @Nullable Pause pause() {
        return pause;
    }

    /// Those of the last days, newest first.
    List<Approval> approvals() {
        return approvals;
    }

    @Nullable Approval newest(ServiceId id) {
        return approvals.stream()
                .filter(approval -> approval.service().equals(id))
                .findFirst()
                .orElse(null);
    }

    /// Questions that nobody has answered yet and that have not expired.
    int open() {
        Instant now = clock.instant();
        return (int)
                approvals.stream()
                        .filter(each -> each.verdict() == Approval.Verdict.PENDING)
                        .filter(each -> !each.expired(now))
                        .count();
    }

    /// An approval is good for one attempt.
    void spend(@Nullable Approval approval) {
        if (approval != null
                && approval.verdict() == Approval.Verdict.APPROVED
                && approval.decidedBy() != null
                && approval.decidedAt() != null) {
            store.write(
                    approval.decided(
                            Approval.Verdict.USED, approval.decidedBy(), approval.decidedAt()));
            refresh();
        }
    }

    /// Asks people, unless a question is open already.
    void ask(RecoverySituation situation, String reason) {
        Approval newest = situation.approval();
        Instant now = clock.instant();
        if (newest != null
                && newest.verdict() == Approval.Verdict.PENDING
                && !newest.expired(now)) {
            return;
        }
        Service service = situation.service();
        String id = "r-" + HexFormat.of().toHexDigits(random.nextInt());
        store.write(
                new Approval(
                        id,
                        service.id(),
                        situation.state().message(),
                        now,
                        now.plus(approvalTime),
                        Approval.Verdict.PENDING,
                        null,
                        null));
        refresh();
        notifier.tell(
                Notice.raised(
                        now,
                        key(service.id(), id),
                        service.alerting().severity(),
                        service.label() + " is down and its recovery waits for your approval",
                        reason
                                + "; `caretaker approve "
                                + id
                                + "` or `caretaker approve --deny "
                                + id
                                + "`"));
    }
}
