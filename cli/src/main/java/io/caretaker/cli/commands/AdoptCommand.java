package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.discover.Adoption;
import java.util.List;
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
        LocalServer found = found();
        AdoptionPlan plan = plan(found);
        if (dryRun && json) {
            session.json(Plans.document(plan));
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

    private AdoptionPlan plan(LocalServer found) {
        return Plans.of(found, session.wiring())
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.INVALID,
                                "adopting " + found.engine().title() + " is not possible",
                                "add it with `caretaker service add` and an account of your own"));
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

    private LocalServer found() {
        List<LocalServer> all = session.wiring().discovery().find();
        List<LocalServer> named = all.stream().filter(this::named).toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        List<LocalServer> likely =
                named.isEmpty() ? all.stream().filter(this::likely).toList() : named;
        if (likely.size() == 1) {
            return likely.getFirst();
        }
        String names = String.join(", ", all.stream().map(LocalServer::name).toList());
        throw new Problem(
                likely.isEmpty() ? ProblemCode.NOT_FOUND : ProblemCode.INVALID,
                likely.isEmpty()
                        ? "no database server '" + server + "' was found on this machine"
                        : "'" + server + "' is " + likely.size() + " servers",
                all.isEmpty()
                        ? "is it running? other users' servers are seen in full by root only"
                        : "found: " + names);
    }

    private boolean named(LocalServer each) {
        return each.name().equals(server)
                || session.wiring().entries().serviceId(each).value().equals(server);
    }

    private boolean likely(LocalServer each) {
        return Integer.toString(each.port()).equals(server) || each.engine().label().equals(server);
    }
}
