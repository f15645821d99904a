package io.caretaker.cli.commands;

import io.caretaker.cli.GlobalOptions.Format;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.CheckReport;
import io.caretaker.cli.render.PluginLine;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.server.watch.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Looks at everything once.
@Command(
        name = "check",
        header = "Check everything, or one service, once; change nothing.",
        description = {
            "Asks the services themselves, whether a daemon runs or not. Where nothing is configured yet,",
            "the databases found on this machine are checked by their ports, and the machine itself.",
            "Exit code 0 when all is up, 1 when something is down, unknown or needs attention;",
            "with --format nagios 0, 1, 2, 3 as monitoring plugins have them."
        },
        footer = {"", "Example:", "  caretaker check svc_web_mariadb --format nagios"})
public final class CheckCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..1",
            description = "a service's id, display name or unit")
    @Nullable String target;

    public CheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Format format = session.checkFormat();
        Inventory inventory = session.inventory();
        List<CheckResult> results =
                new OneTimeChecks(session.wiring().checks(), service -> hostOf(service, inventory))
                        .run(wanted(inventory));
        var report = new CheckReport(results);
        switch (format) {
            case TEXT -> session.print(report.text(session.style()));
            case JSON -> session.json(report.document());
            case NAGIOS, YAML -> session.print(PluginLine.of(report));
        }
        return format == Format.NAGIOS ? PluginLine.exitCode(report) : report.allWell() ? 0 : 1;
    }

    /// Servers that were only found stand on this machine.
    private Host hostOf(Service service, Inventory inventory) {
        return inventory.host(service.hostId()).orElseGet(() -> session.wiring().entries().host());
    }

    private List<Service> wanted(Inventory inventory) {
        if (inventory.services().isEmpty()) {
            List<Service> found = found();
            return target == null
                    ? found
                    : List.of(
                            Reports.service(
                                    Inventory.of(
                                            List.of(session.wiring().entries().host()),
                                            found,
                                            List.of()),
                                    target));
        }
        if (target != null) {
            return List.of(Reports.service(inventory, target));
        }
        return inventory.services(service ->
                service.monitoring().enabled()
                        && inventory.hostOf(service).status() != HostStatus.DECOMMISSIONED);
    }

    private List<Service> found() {
        var services = new ArrayList<Service>();
        for (LocalServer server : session.wiring().discovery().find()) {
            Service service = session.wiring().entries().watched(server);
            if (service != null) {
                services.add(service);
            }
        }
        services.add(session.wiring().entries().hostFacts());
        return services;
    }
}
