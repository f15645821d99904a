package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.CleanupText;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.document.SessionDocument;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.CleanupExplanation;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.care.Cleanup;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Ends the sessions that do harm, once.
@Command(
        name = "cleanup",
        header = "End the sessions of a database that do harm, and no others.",
        description = {
            "Ends what blocks others, is idle in a transaction or runs too long, and idle sessions when",
            "there are too many connections: a query is cancelled first, and terminated when it goes on.",
            "Spares caretaker's own sessions, replication, backups, maintenance and what is protected.",
            "On a terminal it shows what it will do, and asks; elsewhere, and with --format json, the",
            "policy decides. --verbose explains every decision. Exit code 1 when a session could not be ended."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker cleanup svc_web_postgresql_15_main --dry-run --verbose",
            "  caretaker cleanup --only blocking --blocking-after 30s --format json"
        })
public final class CleanupCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "the database's id, display name or unit; not needed where there is one")
    @Nullable String name;

    @Option(names = "--dry-run", description = "only say what would be ended, change nothing")
    boolean dryRun;

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    @Mixin CleanupOptions options = new CleanupOptions();

    public CleanupCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        Database database = new Databases(session).find(name);
        Care care = care(database);
        var sessions = new RememberedLook(database.requireSessions());
        var cleanup =
                new Cleanup(
                        sessions,
                        new LateAudit(() -> session.wiring().store().audit()),
                        InstantSource.system(),
                        System::nanoTime);
        DatabaseTarget target = database.reached();
        boolean ask = !dryRun && !yes && !json && session.terminal().answers();
        CleanupReport report =
                cleanup.run(order(database, target, care, dryRun || ask), database.deadline());
        if (!json && session.verbose()) {
            explain(sessions, care);
        }
        if (ask && !report.ended().isEmpty()) {
            session.print(CleanupText.of(report, session.style()));
            session.confirm("End " + Texts.count(report.ended().size(), "session") + "?", false);
            sessions.showAgain();
            report = cleanup.run(order(database, target, care, false), database.deadline());
        }
        if (json) {
            session.json(document(database, report, sessions, care));
        } else {
            session.print(CleanupText.of(report, session.style()));
            hint(report);
        }
        return report.failed().isEmpty() ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private Care care(Database database) {
        try {
            return options.over(database.service().careInForce());
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID, String.valueOf(e.getMessage()), "");
        }
    }

    private Cleanup.Order order(Database database, DatabaseTarget target, Care care, boolean dry) {
        return new Cleanup.Order(database.service(), target, care, dry, session.actor());
    }

    private void explain(RememberedLook sessions, Care care) {
        SessionSnapshot snapshot = sessions.first();
        if (snapshot != null) {
            session.print(
                    CleanupText.explain(
                            CleanupExplanation.of(snapshot, care), snapshot.at(), session.style()));
        }
    }

    private void hint(CleanupReport report) {
        if (report.ended().isEmpty() && report.failed().isEmpty() && !session.verbose()) {
            session.note("hint: --verbose says of every session why it is left alone");
        }
    }

    private Map<String, @Nullable Object> document(
            Database database, CleanupReport report, RememberedLook sessions, Care care) {
        Map<String, @Nullable Object> document =
                SessionDocument.cleanup(database.service().id().value(), report);
        SessionSnapshot snapshot = sessions.first();
        if (session.verbose() && snapshot != null) {
            document.put(
                    "explanation",
                    SessionDocument.explanation(CleanupExplanation.of(snapshot, care)));
        }
        return document;
    }
}
