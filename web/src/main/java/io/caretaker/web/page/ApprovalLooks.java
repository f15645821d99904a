package io.caretaker.web.page;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.recovery.Approval;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Which recoveries wait for a person now, and what was decided lately. Thread-safe.
final class ApprovalLooks {
    private static final Duration RECENT = Duration.ofDays(2);
    private static final int DECIDED = 50;

    private final Daemon daemon;
    private final Desks desks;

    ApprovalLooks(Desks desks) {
        this.daemon = desks.daemon();
        this.desks = desks;
    }

    ApprovalsPage page() {
        Instant now = daemon.clock().instant();
        Inventory inventory = daemon.caretaker().inventory();
        List<ApprovalsPage.Decided> decided =
                daemon.store().recovery().approvals(now.minus(RECENT)).stream()
                        .filter(each -> !each.open(now))
                        .limit(DECIDED)
                        .map(each ->
                                ApprovalsPage.Decided.of(
                                        each, inventory.service(each.service()).orElse(null), now))
                        .toList();
        return new ApprovalsPage(
                PauseWords.of(desks.recovery().pause().orElse(null), now),
                desks.recovery().approvals().stream().map(this::waiting).toList(),
                decided);
    }

    ApprovalsPage.Waiting waiting(Approval approval) {
        return ApprovalsPage.Waiting.of(
                approval,
                daemon.caretaker().inventory().service(approval.service()).orElse(null),
                daemon.caretaker().state(approval.service()),
                daemon.clock().instant());
    }
}
