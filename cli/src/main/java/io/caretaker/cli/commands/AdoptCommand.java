package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.document.DiscoveryDocument;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.Service;
import io.caretaker.server.discover.Adoption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a server into care.
@Command(
        name = "adopt",
        header =
                "Take a database server of this machine into care: create caretaker's account, register it.",
        description = {
            "The account has the least privileges that checks need. Doing it again renews the password.",
            "A running daemon watches it from then on."
        },
        footer = {"", "Example:", "  caretaker adopt postgresql-15-main --heal"})
public final class AdoptCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "SERVER",
            description =
                    "its name as `caretaker discover` shows it, its service id, its port, or"
                            + " its engine when there is only one")
    String server = "";

    @Option(names = "--heal", description = "caretaker may also restart it when it is down")
    boolean heal;

    @Option(names = "--dry-run", description = "only show the plan")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    public AdoptCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        LocalServer found =
                session.wiring().findings().named(session.wiring().discovery().find(), server);
        AdoptionPlan plan = session.wiring().findings().requirePlan(found);
        if (dryRun && json) {
            session.json(DiscoveryDocument.plan(plan));
            return ExitCodes.OK;
        }
        if (!json) {
            session.say("Adopting " + found.name() + (dryRun ? " would:" : " will:"));
            Plans.lines(plan).forEach(session::say);
        }
        if (!dryRun) {
            session.confirm("Go on?", yes);
            Adoption adoption = session.wiring().adoption();
            report(adoption.adopt(found, heal, session.actor()), json);
        }
        return ExitCodes.OK;
    }

    private void report(Service service, boolean json) {
        if (json) {
            session.json(ServiceDocument.of(service));
        } else {
            session.say(
                    "Adopted as "
                            + service.id()
                            + (service.recovery().recoverOnDown()
                                    ? "; caretaker heals it when it is down."
                                    : "; it is watched, and not healed (adopt it with --heal for that)."));
        }
    }
}
