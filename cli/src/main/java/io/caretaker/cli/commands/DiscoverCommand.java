package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        List<LocalServer> found = session.wiring().discovery().find();
        if (json) {
            session.json(found.stream().map(server -> document(server, inventory)).toList());
        } else if (found.isEmpty()) {
            session.say("No database server was found on this machine.");
        } else {
            text(found, inventory);
        }
        return ExitCodes.OK;
    }

    private void text(List<LocalServer> found, Inventory inventory) {
        session.say(Texts.count(found.size(), "database server") + " found on this machine.\n");
        var table = new Table("SERVER", "ENGINE", "PID", "USER", "ADDRESS", "STARTED BY", "STATE");
        for (LocalServer server : found) {
            table.add(
                    server.name(),
                    server.engine().label(),
                    Long.toString(server.pid()),
                    server.user(),
                    server.host() == null ? "no port" : server.host() + ":" + server.port(),
                    control(server.control()),
                    state(server, inventory));
        }
        session.print(table.in(session.style()));
        for (LocalServer server : found) {
            if (!state(server, inventory).equals("adopted")) {
                plan(server);
            }
        }
    }

    private void plan(LocalServer server) {
        Plans.of(server, session.wiring())
                .ifPresent(plan -> {
                    String command = "caretaker adopt " + server.name();
                    session.say("\n" + session.style().bold(command) + " would:");
                    Plans.lines(plan).forEach(session::say);
                });
    }

    private String state(LocalServer server, Inventory inventory) {
        Optional<Service> known = inventory.service(session.wiring().entries().serviceId(server));
        if (known.isEmpty()) {
            return "new";
        }
        return known.get().check() instanceof CheckSpec.Database ? "adopted" : "watched";
    }

    private static String control(ServiceControl control) {
        return switch (control) {
            case ServiceControl.Systemd(String unit) -> "systemd " + unit;
            case ServiceControl.SysV(String name) -> "service " + name;
            case ServiceControl.OpenRc(String name) -> "rc-service " + name;
            case ServiceControl.PgCluster(String version, String name) ->
                    "pg_ctlcluster " + version + " " + name;
            case ServiceControl.Commands _ -> "its own commands";
            case ServiceControl.None _ -> "unknown";
        };
    }

    private Map<String, @Nullable Object> document(LocalServer server, Inventory inventory) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("name", server.name());
        document.put("engine", server.engine().label());
        document.put("pid", server.pid());
        document.put("user", server.user());
        document.put("host", server.host());
        document.put("port", server.port());
        document.put("socket", server.socketDirectory());
        document.put("data_directory", server.dataDirectory());
        document.put("unit", server.unit());
        document.put("control", control(server.control()));
        document.put("service_id", session.wiring().entries().serviceId(server).value());
        document.put("state", state(server, inventory));
        document.put(
                "adoption", Plans.of(server, session.wiring()).map(Plans::document).orElse(null));
        return document;
    }
}
