package io.caretaker.server.heal;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.HostReport;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Diagnosis;
import io.caretaker.core.recovery.Evidence;
import io.caretaker.core.recovery.FailurePattern;
import io.caretaker.core.recovery.FailureSignature;
import io.caretaker.server.watch.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Gathers the second opinion on a service: unit, process, logs, disks, configuration. Thread-safe.
final class EvidenceCollector {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// Texts that any service may log.
    private static final List<FailureSignature> GENERAL =
            List.of(
                    FailureSignature.of(
                            FailurePattern.DISK_FULL,
                            "No space left on device",
                            "Linux errno ENOSPC"),
                    FailureSignature.of(
                            FailurePattern.PORT_TAKEN,
                            "Address already in use",
                            "Linux errno EADDRINUSE"),
                    FailureSignature.of(
                            FailurePattern.OUT_OF_MEMORY,
                            "Cannot allocate memory",
                            "Linux errno ENOMEM"),
                    FailureSignature.of(
                            FailurePattern.PERMISSION, "Permission denied", "Linux errno EACCES"));

    private final ServiceProcess processes;
    private final List<DatabaseEngine> engines;
    private final LogMarks logs;
    private final GoodConfigurations configurations;
    private final DiskSpace disks;
    private final Booting booting;
    private final Starts starts;
    private final Ticker ticker;
    private final Map<ServiceId, String> lastOutput = new ConcurrentHashMap<>();

    EvidenceCollector(
            Hosts hosts,
            List<DatabaseEngine> engines,
            LogMarks logs,
            GoodConfigurations configurations,
            Booting booting,
            Starts starts,
            Ticker ticker) {
        this.processes = new ServiceProcess(hosts, ticker);
        this.engines = List.copyOf(engines);
        this.logs = logs;
        this.configurations = configurations;
        this.disks = new DiskSpace(ticker);
        this.booting = booting;
        this.starts = starts;
        this.ticker = ticker;
    }

    /// What a start command said counts as evidence for the next decision.
    void remember(Service service, String output) {
        lastOutput.put(service.id(), output);
    }

    void forget(ServiceId service) {
        lastOutput.remove(service);
    }

    /// What the log gives away now.
    Diagnosis diagnose(Site site) throws InterruptedException {
        return Diagnosis.of(text(site), signatures(site.service()));
    }

    /// Why it failed, with the lines of the log that tell it.
    record Cause(Diagnosis diagnosis, List<String> lines) {
        static final Cause UNKNOWN = new Cause(Diagnosis.NONE, List.of());
    }

    /// What the log gives away now, for people.
    ///
    /// @param most so many lines at most, the newest
    Cause cause(Site site, int most) throws InterruptedException {
        String text = text(site);
        List<FailureSignature> known = signatures(site.service());
        return new Cause(Diagnosis.of(text, known), Diagnosis.telling(text, known, most));
    }

    /// Throws [io.caretaker.core.problem.Problem] when the host cannot be reached.
    Evidence collect(Site site) throws InterruptedException {
        HostReport report = report(site);
        UnitState unit = managed(site.service()) ? report.unit() : null;
        Diagnosis diagnosis = diagnose(site);
        Optional<ProcessFacts> main = mainProcess(site, unit);
        return new Evidence(
                unit,
                main.isPresent(),
                diagnosis,
                diagnosis.pattern() == FailurePattern.DISK_FULL && disks.full(site),
                configurations.differ(site),
                booting.reason(site, report.facts()),
                starts.underWay(site.service().id(), main, clockAhead(report)));
    }

    /// Everything that was logged or printed since the service was well.
    String text(Site site) throws InterruptedException {
        return logs.since(site) + journal(site) + lastOutput.getOrDefault(site.service().id(), "");
    }

    private HostReport report(Site site) throws InterruptedException {
        return site.access().report(site.service().control(), Deadline.after(LIMIT, ticker));
    }

    private static boolean managed(Service service) {
        return switch (service.control()) {
            case ServiceControl.Systemd _,
                    ServiceControl.SysV _,
                    ServiceControl.OpenRc _,
                    ServiceControl.PgCluster _ ->
                    true;
            case ServiceControl.Commands _, ServiceControl.None _ -> false;
        };
    }

    private static Duration clockAhead(HostReport report) {
        HostFacts facts = report.facts();
        return facts == null || facts.clockOffset() == null ? Duration.ZERO : facts.clockOffset();
    }

    private Optional<ProcessFacts> mainProcess(Site site, @Nullable UnitState unit)
            throws InterruptedException {
        HostAccess host = site.access();
        if (unit != null && unit.mainPid() != null && unit.mainPid() > 0) {
            return host.process(unit.mainPid());
        }
        List<ProcessFacts> all = host.processes();
        OptionalLong found = processes.find(site.service(), site.host(), () -> all);
        if (site.service().check() instanceof CheckSpec.Database database) {
            return server(site, database.target(), all, found.orElse(0));
        }
        return all.stream().filter(process -> process.pid() == found.orElse(0)).findFirst();
    }

    /// Who listens on the port may be a stranger, and a server that recovers may not listen yet. Of
    /// several, the one that was started last.
    private Optional<ProcessFacts> server(
            Site site, DatabaseTarget target, List<ProcessFacts> all, long listener) {
        List<DatabaseEngine> known = enginesOf(target);
        return all.stream()
                .filter(process ->
                        known.stream()
                                .flatMap(
                                        engine -> engine.recognise(process, site.access()).stream())
                                .anyMatch(server ->
                                        server.pid() == listener || server.port() == target.port()))
                .max(Comparator.comparing(ProcessFacts::startedAt));
    }

    private List<DatabaseEngine> enginesOf(DatabaseTarget target) {
        return engines.stream().filter(engine -> engine.kinds().contains(target.engine())).toList();
    }

    private List<FailureSignature> signatures(Service service) {
        var all = new ArrayList<FailureSignature>();
        if (service.check() instanceof CheckSpec.Database database) {
            enginesOf(database.target()).forEach(engine -> all.addAll(engine.failureSignatures()));
        }
        all.addAll(GENERAL);
        return all;
    }

    private String journal(Site site) throws InterruptedException {
        if (!(site.service().control() instanceof ServiceControl.Systemd systemd)) {
            return "";
        }
        var command =
                Command.of(
                        "journalctl",
                        "--unit",
                        systemd.unit(),
                        "--lines",
                        "60",
                        "--no-pager",
                        "--output",
                        "cat",
                        "--since",
                        "-5min");
        return site.access().run(command, Deadline.after(LIMIT, ticker))
                                instanceof CommandResult.Exited exited
                        && exited.ok()
                ? exited.output()
                : "";
    }
}
