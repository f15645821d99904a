package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.GlobalOptions.Format;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.CheckReport;
import io.caretaker.cli.render.HealthPluginLine;
import io.caretaker.cli.render.HealthText;
import io.caretaker.cli.render.PluginLine;
import io.caretaker.core.document.HealthDocument;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.Status;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.Databases;
import io.caretaker.server.desk.OneTimeHealth;
import io.caretaker.server.watch.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Looks at everything once.
@Command(
        name = "check",
        header = "Check everything, or one service, once; change nothing.",
        description = {
            "Asks the services themselves, whether a daemon runs or not. Where nothing is configured yet,",
            "the databases found on this machine are checked by their ports, and the machine itself.",
            "Exit code 0 when all is up, 1 when something is down, unknown or needs attention;",
            "with --format nagios 0, 1, 2, 3 as monitoring plugins have them.",
            "A database that caretaker can log in to is examined: its metrics are judged by its thresholds,",
            "and the result is healthy, warning or critical with a score from 0 to 100. Nothing is ended.",
            "With DB_HOST set and no configuration file, that database is the TARGET unless one is named."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker check svc_web_postgresql --verbose",
            "  caretaker check svc_web_mariadb --format nagios"
        })
public final class CheckCommand implements Callable<Integer> {
    private static final double LONGEST_SAMPLE = 60;
    private static final double NANOS = 1e9;

    private final Session session;

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..1",
            description = "a service's id, display name or unit")
    @Nullable String target;

    @Option(
            names = "--sample",
            paramLabel = "SECONDS",
            defaultValue = "0.5",
            description =
                    "how long a database's counters are watched for rates; 0 reports none"
                            + " (${DEFAULT-VALUE})")
    double sample;

    public CheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Format format = session.checkFormat();
        requireSample();
        Inventory inventory = session.inventory();
        Service one = one(inventory);
        if (one != null && Databases.loggedInTo(one)) {
            return examine(Desks.databases(session, inventory).of(one), format);
        }
        List<Service> services = wanted(inventory, one);
        List<CheckResult> results =
                new OneTimeChecks(session.wiring().checks(), service -> hostOf(service, inventory))
                        .run(services);
        var report = new CheckReport(results, health(results, inventory));
        switch (format) {
            case TEXT -> session.print(report.text(session.style()));
            case JSON -> session.json(report.document());
            case NAGIOS, YAML -> session.print(PluginLine.of(report));
        }
        return format == Format.NAGIOS ? PluginLine.exitCode(report) : report.allWell() ? 0 : 1;
    }

    private void requireSample() {
        if (!(sample >= 0 && sample <= LONGEST_SAMPLE)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--sample must be 0 to " + LONGEST_SAMPLE + " seconds, but is " + sample,
                    "");
        }
    }

    /// The one service that is meant: the one named, or the database that environment variables
    /// name; null for all.
    private @Nullable Service one(Inventory inventory) {
        if (inventory.services().isEmpty()) {
            return null;
        }
        if (target != null) {
            return Reports.service(inventory, target);
        }
        ServiceId declared = session.settings().target();
        return declared == null ? null : inventory.service(declared).orElse(null);
    }

    private int examine(Database database, Format format) throws InterruptedException {
        HealthReport report = health(true).of(List.of(database)).values().iterator().next();
        switch (format) {
            case TEXT ->
                    session.print(
                            new HealthText(report, session.style(), session.verbose()).text());
            case JSON -> session.json(HealthDocument.of(report));
            case NAGIOS, YAML -> session.print(HealthPluginLine.of(report));
        }
        return format == Format.NAGIOS
                ? HealthPluginLine.exitCode(report)
                : report.healthy() ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private OneTimeHealth health(boolean details) {
        return new OneTimeHealth(
                Desks.ports(session),
                Duration.ofNanos(Math.round(sample * NANOS)),
                details,
                session.settings().target());
    }

    /// How the databases are; those that answered are looked at closer.
    private Map<ServiceId, HealthReport> health(List<CheckResult> results, Inventory inventory)
            throws InterruptedException {
        Databases databases = Desks.databases(session, inventory);
        var reports = new HashMap<ServiceId, HealthReport>();
        var answered = new ArrayList<Database>();
        for (CheckResult result : results) {
            if (Databases.loggedInTo(result.service())) {
                Database database = databases.of(result.service());
                if (Status.of(result.reply().outcome()).up()) {
                    answered.add(database);
                } else {
                    reports.put(result.service().id(), OneTimeHealth.unexamined(database, result));
                }
            }
        }
        reports.putAll(health(false).of(answered));
        return reports;
    }

    /// Servers that were only found stand on this machine.
    private Host hostOf(Service service, Inventory inventory) {
        return inventory.host(service.hostId()).orElseGet(() -> session.wiring().entries().host());
    }

    private List<Service> wanted(Inventory inventory, @Nullable Service one) {
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
        if (one != null) {
            return List.of(one);
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
