package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.imports.ConfigImport;
import io.caretaker.cli.imports.ImportSummary;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes over the targets of the older monitor.
@Command(
        name = "import",
        header = "Add the hosts and services of the older monitor's config.json.",
        description = {
            "Entries with the same address become one host. What exists already is kept as it is and",
            "reported; running it twice changes nothing. A bad entry is reported by its position and",
            "field, the others are imported. Exit code 1 when there were bad entries, 2 when the file",
            "as a whole cannot be understood."
        },
        footer = {
            "",
            "Example:",
            "  caretaker import config.json --environment production --region us-east-1"
        })
public final class ImportCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 20;

    private final Session session;

    @Parameters(paramLabel = "FILE", description = "config.json, at most 100 MB")
    Path file = Path.of("config.json");

    @Option(names = "--environment", required = true, description = "of the new hosts")
    String environment = "";

    @Option(names = "--region", required = true, description = "of the new hosts")
    String region = "";

    @Option(names = "--all-or-nothing", description = "import nothing when an entry is bad")
    boolean allOrNothing;

    @Option(names = "--dry-run", description = "only show what would be added")
    boolean dryRun;

    public ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        Placement placement = placement(now);
        Inventory known = Desks.seen(session);
        Path from = session.surroundings().workingDirectory().resolve(file);
        ImportSummary planned =
                ConfigImport.plan(from, known, placement, Desks.defaults(session, now, known));
        boolean refused = allOrNothing && !planned.errors().isEmpty();
        ImportSummary summary = refused ? planned.refused() : planned;
        known.with(summary.additions(), now);
        if (!dryRun && !summary.additions().isEmpty()) {
            carryOut(summary, now);
        }
        if (json) {
            session.json(summary.document(dryRun));
        } else {
            say(summary, refused);
        }
        return summary.errors().isEmpty() ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    /// An environment's name is an id; what is wrong with it is said before the file is read.
    private Placement placement(Instant now) {
        try {
            var _ =
                    new Environment(
                            environment,
                            null,
                            null,
                            Severity.MEDIUM,
                            null,
                            false,
                            Origin.MANAGED,
                            now);
            return Placement.of(environment, region);
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    ProblemCode.INVALID, "--environment or --region: " + e.getMessage(), "", e);
        }
    }

    private void carryOut(ImportSummary summary, Instant now) {
        Store store = session.wiring().store();
        store.inventory().apply(summary.additions(), now);
        String said = counts(summary) + " added, " + summary.skipped().size() + " kept";
        store.audit()
                .append(
                        AuditEntry.of(
                                now,
                                session.actor(),
                                "inventory.import",
                                file.toString(),
                                summary.errors().isEmpty(),
                                said));
    }

    private static String counts(ImportSummary summary) {
        return Texts.count(summary.hostsAdded(), "host")
                + " and "
                + Texts.count(summary.servicesAdded(), "service");
    }

    private void say(ImportSummary summary, boolean refused) {
        summary.errors().stream().limit(MOST_SHOWN).forEach(error -> session.say(error.line()));
        if (summary.errors().size() > MOST_SHOWN) {
            session.say("… and " + (summary.errors().size() - MOST_SHOWN) + " more errors.");
        }
        session.say((dryRun ? "Would add " : "Added ") + counts(summary) + ".");
        if (!summary.skipped().isEmpty()) {
            session.say(summary.skipped().size() + " existed already and were kept.");
        }
        if (!summary.ignoredKeys().isEmpty()) {
            session.say("Keys without a meaning here: " + String.join(", ", summary.ignoredKeys()));
        }
        if (!summary.errors().isEmpty()) {
            session.say(
                    Texts.count(summary.errors().size(), "error")
                            + (refused ? "; nothing was imported." : "; the others were taken."));
        }
    }
}
