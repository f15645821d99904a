package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.watch.Order;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.util.List;

/// Carries out what a person decides in the live overview.
final class WatchOrders {
    private final Session session;

    WatchOrders(Session session) {
        this.session = session;
    }

    String carry(Order order) {
        Reports.store(session);
        Store store = session.wiring().store();
        Instant now = Instant.now();
        return switch (order) {
            case Order.Acknowledge(List<String> alerts) -> acknowledge(alerts, now);
            case Order.Decide decide -> decide(store, decide, now);
            case Order.Pause _ -> pause(store, now);
            case Order.Resume _ -> resume(store, now);
        };
    }

    private String acknowledge(List<String> alerts, Instant now) {
        Answers.answers(session, now).acknowledge(alerts, null, "", session.actor());
        return "You see to it.";
    }

    private String decide(Store store, Order.Decide decide, Instant now) {
        Verdict verdict = decide.deny() ? Verdict.DENIED : Verdict.APPROVED;
        var decided =
                store.recovery()
                        .decide(decide.approval(), verdict, session.actor(), now)
                        .orElseThrow(() ->
                                new Problem(
                                        ProblemCode.NOT_FOUND,
                                        "the question has expired or was decided by somebody else",
                                        ""));
        audit(
                store,
                now,
                decide.deny() ? "deny" : "approve",
                decided.service().value(),
                decide.approval());
        return "The recovery of "
                + decide.label()
                + (decide.deny() ? " is denied." : " is approved.");
    }

    private String pause(Store store, Instant now) {
        store.recovery().pause(new Pause(session.actor(), "", now, null));
        audit(store, now, "pause", "", "until `caretaker resume`");
        return "Recovery is paused. Watching goes on.";
    }

    private String resume(Store store, Instant now) {
        if (store.recovery().pause().isPresent()) {
            store.recovery().resume();
            audit(store, now, "resume", "", "");
        }
        return "Recovery is on again.";
    }

    private void audit(Store store, Instant now, String action, String target, String what) {
        store.audit().append(AuditEntry.of(now, session.actor(), action, target, true, what));
    }
}
