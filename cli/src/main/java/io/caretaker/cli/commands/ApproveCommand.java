package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says yes or no to a recovery that waits for a person.
@Command(
        name = "approve",
        header = "Approve or deny a recovery that waits for a person; without an id list them.",
        footer = {"", "Example:", "  caretaker approve r-7f3a90c1"})
public final class ApproveCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "the request's id")
    @Nullable String id;

    @Option(names = "--deny", description = "say no")
    boolean deny;

    public ApproveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        if (id == null) {
            list(Reports.status(session, now).approvals(), json, now);
        } else {
            decide(id, json, now);
        }
        return ExitCodes.OK;
    }

    private void list(List<Approval> pending, boolean json, Instant now) {
        if (json) {
            session.json(pending.stream().map(ApproveCommand::document).toList());
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

    private void decide(String wanted, boolean json, Instant now) {
        Store store = session.wiring().store();
        Verdict verdict = deny ? Verdict.DENIED : Verdict.APPROVED;
        Approval decided =
                store.recovery()
                        .decide(wanted, verdict, session.actor(), now)
                        .orElseThrow(() ->
                                new Problem(
                                        ProblemCode.NOT_FOUND,
                                        "no recovery waits for approval under '" + wanted + "'",
                                        "it may have expired or been decided; `caretaker approve`"
                                                + " lists those that wait"));
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
