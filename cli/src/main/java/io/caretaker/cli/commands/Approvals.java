package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lists and decides recoveries that wait for a person.
final class Approvals {
    private final Session session;

    Approvals(Session session) {
        this.session = session;
    }

    void list() {
        Instant now = Instant.now();
        boolean json = session.json();
        List<Approval> pending = Reports.status(session, now).approvals();
        if (json) {
            session.json(pending.stream().map(Approvals::document).toList());
            return;
        }
        if (pending.isEmpty()) {
            session.say("No recovery waits for approval.");
            return;
        }
        var table = new Table("ID", "SERVICE", "ASKED", "EXPIRES IN", "REASON");
        pending.forEach(approval ->
                table.add(
                        approval.id(),
                        approval.service().value(),
                        Texts.ago(approval.requestedAt(), now),
                        Texts.duration(Duration.between(now, approval.expiresAt())),
                        approval.reason()));
        session.print(table.in(session.style()));
    }

    void decide(String wanted, boolean deny) {
        Instant now = Instant.now();
        boolean json = session.json();
        Store store = session.wiring().store();
        Verdict verdict = deny ? Verdict.DENIED : Verdict.APPROVED;
        Approval decided =
                store.recovery()
                        .decide(wanted, verdict, session.actor(), now)
                        .orElseThrow(() -> nothingWaits(wanted));
        store.audit()
                .append(
                        AuditEntry.of(
                                now,
                                session.actor(),
                                deny ? "deny" : "approve",
                                decided.service().value(),
                                true,
                                wanted));
        if (json) {
            session.json(document(decided));
        } else {
            session.say(
                    "The recovery of "
                            + decided.service()
                            + (deny ? " is denied." : " is approved."));
        }
    }

    private static Problem nothingWaits(String wanted) {
        return new Problem(
                ProblemCode.NOT_FOUND,
                "no recovery waits for approval under '" + wanted + "'",
                "it may have expired or been decided; `caretaker approvals` lists those that wait");
    }

    private static Map<String, @Nullable Object> document(Approval approval) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("id", approval.id());
        document.put("service_id", approval.service().value());
        document.put("reason", approval.reason());
        document.put("requested_at", approval.requestedAt());
        document.put("expires_at", approval.expiresAt());
        document.put("verdict", approval.verdict());
        document.put("decided_by", approval.decidedBy());
        document.put("decided_at", approval.decidedAt());
        return document;
    }
}
