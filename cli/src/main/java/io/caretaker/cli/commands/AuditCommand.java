package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.HistoryText;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.audit.AuditLog.Verification;
import io.caretaker.core.document.AuditDocument;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Who did what.
@Command(
        name = "audit",
        header = "Show who did what, newest first, or verify that nobody changed the record.",
        description = "With --verify, exit code 1 when the record was tampered with.",
        footer = {"", "Example:", "  caretaker audit --verify"})
public final class AuditCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--target", paramLabel = "ID", description = "only what was done to this")
    @Nullable String target;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "at most so many records (default: ${DEFAULT-VALUE})")
    int limit = 50;

    @Option(names = "--verify", description = "read the whole chain and check every link")
    boolean verify;

    public AuditCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Limits.require(limit);
        AuditLog audit = Reports.store(session).audit();
        if (verify) {
            return verify(audit.verify(), json);
        }
        List<AuditRecord> records = audit.recent(target, limit);
        if (json) {
            session.json(records.stream().map(AuditDocument::of).toList());
        } else {
            list(records);
        }
        return ExitCodes.OK;
    }

    private int verify(Verification verification, boolean json) {
        if (json) {
            session.json(AuditDocument.of(verification));
        } else {
            session.say(line(verification));
        }
        return verification instanceof Verification.Intact ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private static String line(Verification verification) {
        return switch (verification) {
            case Verification.Intact(long records) ->
                    "The audit log is intact (" + Texts.count(records, "record") + ").";
            case Verification.Broken(long number, String reason) ->
                    "The audit log is broken at record " + number + ": " + reason + ".";
        };
    }

    private void list(List<AuditRecord> records) {
        if (records.isEmpty()) {
            session.say("Nothing was done yet.");
            return;
        }
        var table = new Table("TIME", "WHO", "ACTION", "TARGET", "RESULT", "WHAT");
        for (AuditRecord each : records) {
            AuditEntry entry = each.entry();
            table.add(
                    HistoryText.local(entry.at()),
                    entry.actor(),
                    entry.action(),
                    entry.target(),
                    entry.success() ? "ok" : "failed",
                    entry.message());
        }
        session.print(table.in(session.style()));
    }
}
