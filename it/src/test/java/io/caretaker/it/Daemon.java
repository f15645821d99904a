package io.caretaker.it;

import static org.awaitility.Awaitility.await;

import io.caretaker.cli.config.ConfigLoader;
import io.caretaker.cli.config.ConfigurationReport;
import io.caretaker.cli.config.SecretSources;
import io.caretaker.cli.config.Surroundings;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.check.Probe;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Transition;
import io.caretaker.hosts.AllHosts;
import io.caretaker.hosts.local.LocalHost;
import io.caretaker.hosts.probe.DeadlineResolver;
import io.caretaker.hosts.probe.HttpProbe;
import io.caretaker.hosts.probe.TcpProbe;
import io.caretaker.hosts.watch.ProcessWatches;
import io.caretaker.mysql.MysqlEngine;
import io.caretaker.postgresql.PostgresEngine;
import io.caretaker.server.Caretaker;
import io.caretaker.server.Policy;
import io.caretaker.server.Ports;
import io.caretaker.server.care.Lockdowns;
import io.caretaker.server.change.ChangeJournal;
import io.caretaker.server.desk.ConnectionTest;
import io.caretaker.server.desk.DatabasePorts;
import io.caretaker.server.discover.Adoption;
import io.caretaker.server.discover.Discovery;
import io.caretaker.server.discover.Findings;
import io.caretaker.server.discover.LocalEntries;
import io.caretaker.server.tell.AlertDesk;
import io.caretaker.server.tell.AlertingSetup;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.sqlite.SqliteStore;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.Tools;
import io.caretaker.web.WebSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The whole daemon on this machine, with a store of its own and short patience, and what it saw
/// and said.
final class Daemon implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);
    private static final InstantSource CLOCK = InstantSource.system();

    Monitoring monitoring =
            new Monitoring(
                    true, Duration.ofSeconds(2), Duration.ofSeconds(2), 1, Duration.ofSeconds(1));
    RecoveryPolicy recovery = patience(3, Duration.ofMinutes(10), Duration.ofSeconds(20));
    Care care = Care.DEFAULT;
    final SqliteStore store;
    final List<Notice> notices = new CopyOnWriteArrayList<>();
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final LocalHost host = new LocalHost();
    private final Path directory;
    private final DeadlineResolver ownNames = new DeadlineResolver();
    private final ProcessWatch processWatch = ProcessWatches.best();
    private final Hosts hosts =
            new AllHosts(
                    host,
                    () -> processWatch,
                    () -> {
                        throw new AssertionError("no other hosts here");
                    });
    private final List<DatabaseEngine> engines;
    private final HttpProbe http;
    private final Caretaker caretaker;

    /// A result of a check, what it changed, and when that was seen.
    record Seen(CheckResult result, Transition transition, long nanos) {
        ServiceId id() {
            return transition.state().id();
        }
    }

    /// On the state that the directory holds already, or on a new one.
    static Daemon in(Path directory) {
        return new Daemon(directory, null);
    }

    /// With a name service of the test's own.
    static Daemon in(Path directory, DeadlineResolver.Lookup lookup) {
        return new Daemon(directory, new DeadlineResolver(lookup));
    }

    private Daemon(Path directory, @Nullable DeadlineResolver given) {
        this.directory = directory;
        this.store = SqliteStore.open(directory.resolve("store"));
        var secrets = new SecretSources(Map.of(), Map.of());
        NameResolver names = given == null ? ownNames : given;
        this.engines = List.of(new PostgresEngine(secrets), new MysqlEngine(secrets, names));
        this.http = new HttpProbe(names, CLOCK);
        this.caretaker = new Caretaker(ports(names), policy());
        caretaker
                .board()
                .listen((result, transition) ->
                        seen.add(new Seen(result, transition, System.nanoTime())));
    }

    /// Healing with a cooldown of a second.
    static RecoveryPolicy patience(int attempts, Duration stableAfter, Duration actionTimeout) {
        return new RecoveryPolicy(
                true,
                RecoveryPolicy.DEFAULT.action(),
                attempts,
                Duration.ofSeconds(1),
                false,
                stableAfter,
                5,
                actionTimeout);
    }

    private Ports ports(NameResolver names) {
        Map<Class<? extends CheckSpec>, Probe> probes =
                Map.of(CheckSpec.Tcp.class, new TcpProbe(names), CheckSpec.Http.class, http);
        return new Ports(
                store,
                host,
                hosts,
                probes,
                names,
                engines,
                new AlertDesk(List.of(notices::add)),
                AlertingSetup.NONE,
                CLOCK,
                System::nanoTime,
                new Random(1));
    }

    private Policy policy() {
        Policy usual = Policy.standard(directory);
        return new Policy(
                usual.concurrentChecks(),
                usual.concurrentChecksPerHost(),
                usual.concurrentRecoveries(),
                usual.historyRetention(),
                usual.rollupRetention(),
                Duration.ofSeconds(1),
                usual.approvalTime(),
                List.of(),
                usual.configurationCopies(),
                Duration.ofSeconds(1));
    }

    Daemon start() {
        caretaker.start();
        return this;
    }

    /// Serves its face, whether it has started or not.
    Face serve(ListenAddress address) {
        return Face.serve(
                new io.caretaker.web.Daemon(
                        caretaker,
                        store,
                        CLOCK,
                        System::nanoTime,
                        "test",
                        "test",
                        directory,
                        tools()),
                WebSettings.on(List.of(address), true));
    }

    private Tools tools() {
        var lockdowns =
                new Lockdowns(
                        new ChangeJournal(directory.resolve("changes")), caretaker::inventory);
        return new Tools(
                new DatabasePorts(
                        () -> engines,
                        caretaker::checks,
                        () -> hosts,
                        store::audit,
                        lockdowns::words,
                        CLOCK,
                        System::nanoTime),
                (now, inventory) ->
                        new ServiceDefaults(
                                monitoring,
                                false,
                                recovery,
                                Alerting.DEFAULT,
                                care,
                                Origin.MANAGED,
                                now,
                                inventory::host),
                () -> lockdowns,
                () -> new Discovery(host, engines),
                () -> new Findings(() -> engines, entries()),
                this::adoption,
                () ->
                        new ConnectionTest(
                                (_, secrets) -> new PostgresEngine(secrets),
                                new SecretSources(Map.of(), Map.of()),
                                () -> hosts,
                                CLOCK,
                                System::nanoTime),
                yaml ->
                        ConfigurationReport.of(
                                ConfigLoader.check(
                                        Surroundings.ofThisProcess(), yaml, CLOCK.instant())),
                Duration.ofDays(30),
                ZoneId.systemDefault(),
                () -> Map.<String, @Nullable Object>of());
    }

    private Adoption adoption() {
        return new Adoption(store, host, engines, entries(), directory, CLOCK, System::nanoTime);
    }

    /// Finds the server that listens on the port, as a person's `adopt` does, and heals it from now
    /// on.
    Service adopt(int port) throws InterruptedException {
        return adoption().adopt(find(port), true, "test");
    }

    /// Lets some time pass before each start of the service, so that a start can be interrupted.
    void startSlowly(Service service, Duration pause) {
        if (!(service.control() instanceof ServiceControl.Commands known)) {
            throw new IllegalArgumentException("not started by commands: " + service.id());
        }
        var start = new ArrayList<>(List.of("sh", "-c", "sleep $0; exec \"$@\""));
        start.add(Double.toString(pause.toMillis() / 1000.0));
        start.addAll(known.start());
        var slow =
                new ServiceControl.Commands(
                        start, known.stop(), known.restart(), known.reload(), known.user());
        store.inventory()
                .apply(
                        List.of(new InventoryChange.PutService(with(service, slow))),
                        CLOCK.instant());
    }

    private static Service with(Service service, ServiceControl control) {
        return new Service(
                service.id(),
                service.hostId(),
                service.unit(),
                service.type(),
                service.displayName(),
                service.description(),
                service.check(),
                service.healthCheck(),
                service.monitoring(),
                service.recovery(),
                control,
                service.logFiles(),
                service.configFiles(),
                service.alerting(),
                service.care(),
                service.environment(),
                service.region(),
                service.tags(),
                service.dependencies(),
                service.origin(),
                service.createdAt(),
                service.updatedAt());
    }

    private LocalServer find(int port) {
        return new Discovery(host, engines)
                .find().stream().filter(server -> server.port() == port).findFirst().orElseThrow();
    }

    private LocalEntries entries() {
        return new LocalEntries(
                "here",
                Placement.of("production", "here"),
                HostLimits.DEFAULT,
                monitoring,
                recovery,
                care,
                CLOCK);
    }

    /// Watches something that is no database server of this machine.
    ServiceId watch(String name, CheckSpec check, ServiceControl control) {
        Instant now = CLOCK.instant();
        var service =
                new Service(
                        new ServiceId(name),
                        entries().hostId(),
                        name,
                        ServiceType.OTHER,
                        null,
                        null,
                        check,
                        null,
                        monitoring,
                        recovery,
                        control,
                        List.of(),
                        List.of(),
                        Alerting.DEFAULT,
                        Care.DEFAULT,
                        "production",
                        "here",
                        List.of(),
                        List.of(),
                        Origin.MANAGED,
                        now,
                        now);
        store.inventory()
                .apply(
                        List.of(
                                new InventoryChange.PutHost(entries().host()),
                                new InventoryChange.PutService(service)),
                        now);
        return service.id();
    }

    /// Keeps recovery still, so that a test can prepare what it shall find.
    void pause() {
        store.recovery().pause(new Pause("test", "preparing", CLOCK.instant(), null));
    }

    void resume() {
        store.recovery().resume();
    }

    ServiceState state(ServiceId id) {
        return caretaker.state(id);
    }

    /// The process that the daemon holds a watch on; 0 while there is none.
    long pid(ServiceId id) {
        return caretaker.pid(id).orElse(0L);
    }

    Daemon awaitUp(Service service) {
        await(service.id() + " is up and its process is watched")
                .atMost(LONG)
                .until(() -> state(service.id()).status().up() && pid(service.id()) != 0);
        return this;
    }

    /// Waits until the audit log has this action on the service.
    AuditRecord awaitAudit(ServiceId id, String action) {
        return await(action + " of " + id)
                .atMost(LONG)
                .until(
                        () -> audit(id, record -> record.entry().action().equals(action)),
                        found -> !found.isEmpty())
                .getFirst();
    }

    /// Waits until recovery has given up on the service; what people were told then.
    String awaitGaveUp(ServiceId id) {
        awaitAudit(id, "recovery.give_up");
        return await("people are told")
                .atMost(LONG)
                .until(() -> told("caretaker gave up"), told -> !told.isEmpty())
                .getFirst()
                .text();
    }

    /// What the audit log says of recoveries of the service, oldest first, with `+` for success.
    List<String> recoveries(ServiceId id) {
        return audit(id, record -> record.entry().action().startsWith("recovery."))
                .reversed()
                .stream()
                .map(AuditRecord::entry)
                .map(entry -> entry.action() + (entry.success() ? "+" : "-"))
                .toList();
    }

    private List<AuditRecord> audit(ServiceId id, Predicate<AuditRecord> which) {
        return store.audit().recent(id.value(), 100).stream().filter(which).toList();
    }

    /// What people were told with these words in the title.
    List<Notice> told(String words) {
        return notices.stream().filter(notice -> notice.title().contains(words)).toList();
    }

    List<HistoryEntry> history(ServiceId id) throws InterruptedException {
        caretaker.flush(LONG);
        return store.history().recent(id, 1000);
    }

    /// The first result of this kind since the instant of [System#nanoTime].
    Seen awaitSeen(ServiceId id, Transition.Kind kind, long sinceNanos) {
        return await(kind + " of " + id)
                .atMost(LONG)
                .until(
                        () ->
                                seen.stream()
                                        .filter(each -> each.id().equals(id))
                                        .filter(each -> each.nanos - sinceNanos > 0)
                                        .filter(each -> each.transition.kind() == kind)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void close() {
        caretaker.close();
        engines.forEach(DatabaseEngine::close);
        http.close();
        processWatch.close();
        ownNames.close();
        store.close();
    }
}
