package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.CleanupText;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.session.CleanupExplanation;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.OneTimeCleanup;
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
        Database database = Desks.databases(session, session.inventory()).find(name);
        OneTimeCleanup cleanup =
                Desks.databases(session).cleanup(database, options.terms(), session.actor());
        boolean ask = !dryRun && !yes && !json && session.terminal().answers();
        CleanupReport report = dryRun || ask ? cleanup.rehearse() : cleanup.run();
        if (!json && session.verbose()) {
            explain(cleanup);
        }
        if (ask && !report.ended().isEmpty()) {
            session.print(CleanupText.of(report, session.style()));
            session.confirm("End " + Texts.count(report.ended().size(), "session") + "?", false);
            report = cleanup.run();
        }
        if (json) {
            session.json(cleanup.document(report, session.verbose()));
        } else {
            session.print(CleanupText.of(report, session.style()));
            hint(report);
        }
        return report.failed().isEmpty() ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private void explain(OneTimeCleanup cleanup) {
        SessionSnapshot snapshot = cleanup.seen().orElse(null);
        CleanupExplanation explanation = cleanup.explanation().orElse(null);
        if (snapshot != null && explanation != null) {
            session.print(CleanupText.explain(explanation, snapshot.at(), session.style()));
        }
    }

    private void hint(CleanupReport report) {
        if (report.ended().isEmpty() && report.failed().isEmpty() && !session.verbose()) {
            session.note("hint: --verbose says of every session why it is left alone");
        }
    }
}
