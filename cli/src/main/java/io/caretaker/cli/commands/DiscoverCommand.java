package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.server.discover.Findings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What runs on this machine.
@Command(
        name = "discover",
        header =
                "Show the database servers found on this machine, and what adopting them would do.",
        description = "Changes nothing. Servers of other users are seen in full by root only.",
        footer = {"", "Example:", "  caretaker discover --format json"})
public final class DiscoverCommand implements Callable<Integer> {
    private final Session session;

    public DiscoverCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Inventory inventory = session.inventory();
        Findings findings = session.wiring().findings();
        List<LocalServer> found = session.wiring().discovery().find();
        if (json) {
            session.json(
                    found.stream().map(server -> findings.document(server, inventory)).toList());
        } else if (found.isEmpty()) {
            session.say("No database server was found on this machine.");
        } else {
            text(found, findings, inventory);
        }
        return ExitCodes.OK;
    }

    private void text(List<LocalServer> found, Findings findings, Inventory inventory) {
        session.say(Texts.count(found.size(), "database server") + " found on this machine.\n");
        var table = new Table("SERVER", "ENGINE", "PID", "USER", "ADDRESS", "STARTED BY", "STATE");
        for (LocalServer server : found) {
            table.add(
                    server.name(),
                    server.engine().label(),
                    Long.toString(server.pid()),
                    server.user(),
                    server.host() == null ? "no port" : server.host() + ":" + server.port(),
                    server.control().words(),
                    findings.state(server, inventory));
        }
        session.print(table.in(session.style()));
        for (LocalServer server : found) {
            if (!findings.state(server, inventory).equals("adopted")) {
                plan(server, findings);
            }
        }
    }

    private void plan(LocalServer server, Findings findings) {
        findings.plan(server)
                .ifPresent(plan -> {
                    String command = "caretaker adopt " + server.name();
                    session.say("\n" + session.style().bold(command) + " would:");
                    Plans.lines(plan).forEach(session::say);
                });
    }
}
