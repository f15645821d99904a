package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.document.ApprovalDocument;
import io.caretaker.core.recovery.Approval;
import io.caretaker.server.desk.RecoveryDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Lists and decides recoveries that wait for a person.
final class Approvals {
    private final Session session;

    Approvals(Session session) {
        this.session = session;
    }

    void list() {
        Instant now = Instant.now();
        boolean json = session.json();
        List<Approval> pending =
                session.storeExists() ? Desks.recovery(session).approvals() : List.of();
        if (json) {
            session.json(pending.stream().map(ApprovalDocument::of).toList());
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
        boolean json = session.json();
        RecoveryDesk desk = Desks.recovery(session);
        Approval decided =
                deny ? desk.deny(wanted, session.actor()) : desk.approve(wanted, session.actor());
        if (json) {
            session.json(ApprovalDocument.of(decided));
        } else {
            session.say(
                    "The recovery of "
                            + decided.service()
                            + (deny ? " is denied." : " is approved."));
        }
    }
}
