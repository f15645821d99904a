package io.caretaker.cli;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Channels;
import io.caretaker.cli.config.AlertingSettings;
import io.caretaker.cli.config.ConfigLoader;
import io.caretaker.cli.config.ConfigurationReport;
import io.caretaker.cli.config.FleetStore;
import io.caretaker.cli.config.SecretSources;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.config.Surroundings;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.ServiceNotifier;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.liveness.LifeSign;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.core.session.Protection;
import io.caretaker.core.store.Store;
import io.caretaker.hosts.AllHosts;
import io.caretaker.hosts.local.LocalHost;
import io.caretaker.hosts.notify.SystemdNotifier;
import io.caretaker.hosts.probe.CustomProbe;
import io.caretaker.hosts.probe.DeadlineResolver;
import io.caretaker.hosts.probe.HostFactsProbe;
import io.caretaker.hosts.probe.HttpProbe;
import io.caretaker.hosts.probe.ProcessProbe;
import io.caretaker.hosts.probe.TcpProbe;
import io.caretaker.hosts.probe.UnitProbe;
import io.caretaker.hosts.ssh.SshHosts;
import io.caretaker.hosts.ssh.SshSettings;
import io.caretaker.hosts.watch.ProcessWatches;
import io.caretaker.mongodb.MongoEngine;
import io.caretaker.mongostore.MongoAddress;
import io.caretaker.mongostore.MongoStore;
import io.caretaker.mysql.MysqlEngine;
import io.caretaker.postgresql.PostgresEngine;
import io.caretaker.server.Caretaker;
import io.caretaker.server.Ports;
import io.caretaker.server.care.Emergency;
import io.caretaker.server.care.Lockdowns;
import io.caretaker.server.change.ChangeJournal;
import io.caretaker.server.desk.ConnectionTest;
import io.caretaker.server.desk.DatabasePorts;
import io.caretaker.server.desk.EntryDefaults;
import io.caretaker.server.discover.Adoption;
import io.caretaker.server.discover.Discovery;
import io.caretaker.server.discover.DiscoveryLoop;
import io.caretaker.server.discover.Findings;
import io.caretaker.server.discover.LocalEntries;
import io.caretaker.server.keep.SteadyStore;
import io.caretaker.server.tell.AlertDesk;
import io.caretaker.server.tell.AlertingSetup;
import io.caretaker.server.tell.CommandNotifier;
import io.caretaker.server.tell.HostTeller;
import io.caretaker.server.watch.Checks;
import io.caretaker.server.watch.DatabaseProbe;
import io.caretaker.server.watch.HealthJudge;
import io.caretaker.server.watch.HostWatch;
import io.caretaker.sqlite.SqliteStore;
import io.caretaker.web.Daemon;
import io.caretaker.web.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The composition root: puts the program together from its parts.
///
/// Each part is made when it is first asked for, so that a command pays only for what it needs, and
/// closed with the wiring, the newest first. Thread-safe.
public final class Wiring implements AutoCloseable {
    private final Once.Made made = new Once.Made();
    private final Blueprint plan;
    private final SecretSource secrets;
    private final Once<Store> store;
    private final Once<Store> storeToRead;
    private final Once<SteadyStore> daemonStore;
    private final Once<LocalHost> host;
    private final Once<SshHosts> otherHosts;
    private final Once<DeadlineResolver> names;
    private final Once<List<DatabaseEngine>> engines;
    private final Once<Map<Class<? extends CheckSpec>, Probe>> probes;
    private final Once<Checks> checks;
    private final Once<Discovery> discovery;
    private final Once<LocalEntries> entries;
    private final Once<Adoption> adoption;
    private final Once<Channels> channels;
    private final Once<Hosts> hosts;
    private final Once<Caretaker> caretaker;
    private final Once<DiscoveryLoop> discoveryLoop;
    private final Once<ServiceNotifier> serviceNotifier;

    /// The program as the settings want it.
    ///
    /// @param environment where secrets are looked for
    public static Wiring of(Settings settings, Map<String, String> environment) {
        return new Wiring(Blueprint.of(settings), List.of(), environment);
    }

    /// The program as the blueprint wants it.
    ///
    /// @param listeners told of everything that people are told, besides the usual notifiers
    public Wiring(Blueprint plan, List<Notifier> listeners) {
        this(plan, listeners, System.getenv());
    }

    private Wiring(Blueprint plan, List<Notifier> listeners, Map<String, String> environment) {
        InstantSource clock = InstantSource.system();
        Ticker ticker = System::nanoTime;
        RandomGenerator random = RandomGenerator.getDefault();
        SecretSource secrets = new SecretSources(environment, plan.dotEnv());
        this.plan = plan;
        this.secrets = secrets;

        store = made.once(() -> store(plan, secrets));
        storeToRead = made.once(() -> storeToRead(plan, secrets));
        host = made.once(LocalHost::new);
        names = made.once(DeadlineResolver::new);
        Once<ProcessWatch> processWatch = made.once(ProcessWatches::best);

        otherHosts =
                made.once(() ->
                        new SshHosts(
                                SshSettings.of(
                                        plan.state(),
                                        Path.of(System.getProperty("user.home", "/")),
                                        System.getenv()),
                                secrets));
        hosts = made.once(() -> new AllHosts(host.get(), processWatch, otherHosts::get));
        Once<AlertDesk> desk = made.once(() -> desk(plan, host, ticker, listeners));
        daemonStore =
                made.once(() ->
                        SteadyStore.open(
                                () -> store(plan, secrets), plan.state(), desk.get(), clock));

        Once<PostgresEngine> postgres = made.once(() -> new PostgresEngine(secrets));
        Once<MysqlEngine> mysql = made.once(() -> new MysqlEngine(secrets, names.get()));
        Once<MongoEngine> mongo = made.once(() -> new MongoEngine(secrets, names.get()));
        engines = made.once(() -> List.of(postgres.get(), mysql.get(), mongo.get()));

        Once<HttpProbe> http = made.once(() -> new HttpProbe(names.get(), clock));
        probes =
                made.once(() ->
                        Map.of(
                                CheckSpec.Tcp.class,
                                new TcpProbe(names.get()),
                                CheckSpec.Http.class,
                                http.get(),
                                CheckSpec.Unit.class,
                                new UnitProbe(hosts.get()),
                                CheckSpec.ProcessAlive.class,
                                new ProcessProbe(hosts.get(), clock),
                                CheckSpec.Custom.class,
                                new CustomProbe(hosts.get()),
                                CheckSpec.HostFacts.class,
                                new HostFactsProbe(hosts.get())));
        // One-time checks know the store's inventory only where a command asks for more.
        checks =
                made.once(() ->
                        new Checks(
                                withDatabases(probes.get(), engines.get(), clock),
                                names.get(),
                                hosts.get(),
                                new Lockdowns(changes(), () -> Inventory.EMPTY)::words,
                                clock,
                                ticker));

        entries =
                made.once(() ->
                        new LocalEntries(
                                plan.node(),
                                plan.placement(),
                                plan.hostLimits(),
                                plan.monitoring(),
                                plan.recovery(),
                                plan.care(),
                                clock));
        discovery = made.once(() -> new Discovery(host.get(), engines.get()));
        adoption = made.once(() -> adoption(store.get()));

        channels =
                made.once(() ->
                        new Channels(
                                secrets,
                                names.get(),
                                host.get(),
                                clock,
                                ZoneId.systemDefault(),
                                plan.node(),
                                Version.number()));

        caretaker =
                made.once(() ->
                        new Caretaker(
                                new Ports(
                                        daemonStore.get(),
                                        host.get(),
                                        hosts.get(),
                                        probes.get(),
                                        names.get(),
                                        engines.get(),
                                        desk.get(),
                                        alerting(plan.alerting()),
                                        clock,
                                        ticker,
                                        random),
                                plan.policy()));
        serviceNotifier =
                made.once(() -> SystemdNotifier.of(System.getenv(), ProcessHandle.current().pid()));
        discoveryLoop =
                made.once(() ->
                        new DiscoveryLoop(
                                discovery.get(),
                                entries.get(),
                                daemonStore.get(),
                                clock,
                                plan.discoveryInterval()));
    }

    /// For somebody who looks once: nothing is remembered of the look before.
    private static Map<Class<? extends CheckSpec>, Probe> withDatabases(
            Map<Class<? extends CheckSpec>, Probe> probes,
            List<DatabaseEngine> engines,
            InstantSource clock) {
        var all = new HashMap<>(probes);
        all.put(CheckSpec.Database.class, new DatabaseProbe(engines, HealthJudge.once(clock)));
        return all;
    }

    private static Store store(Blueprint plan, SecretSource secrets) {
        FleetStore fleet = plan.fleetStore();
        return fleet == null
                ? SqliteStore.open(plan.store())
                : MongoStore.open(fleet.address(secrets), terms(plan));
    }

    private static Store storeToRead(Blueprint plan, SecretSource secrets) {
        FleetStore fleet = plan.fleetStore();
        return fleet == null
                ? SqliteStore.openReadOnly(plan.store())
                : MongoStore.openReadOnly(fleet.address(secrets), terms(plan));
    }

    private static MongoStore.Terms terms(Blueprint plan) {
        return MongoStore.Terms.of(plan.policy().historyRetention());
    }

    private static AlertDesk desk(
            Blueprint plan, Once<LocalHost> host, Ticker ticker, List<Notifier> listeners) {
        var all = new ArrayList<Notifier>();
        if (!plan.notifyCommand().isEmpty()) {
            all.add(new CommandNotifier(plan.notifyCommand(), host.get(), ticker));
        }
        all.addAll(listeners);
        return new AlertDesk(all);
    }

    /// Another store, for whoever called this to close.
    ///
    /// @param where a directory, or the address of a MongoDB database; null for the store of the
    ///   configuration
    public Store openStore(@Nullable String where) {
        if (where == null) {
            return store(plan, secrets);
        }
        return MongoAddress.looksLikeOne(where)
                ? MongoStore.open(fleetStore(where).address(secrets), terms(plan))
                : SqliteStore.open(Path.of(where));
    }

    private static FleetStore fleetStore(String uri) {
        return new FleetStore(
                Secret.of(uri),
                System.getenv().getOrDefault("MONGODB_DATABASE", MongoAddress.DEFAULT_DATABASE),
                System.getenv("MONGODB_USER"));
    }

    /// The store as the daemon has it, which goes on without the real one.
    public SteadyStore daemonStore() {
        return daemonStore.get();
    }

    /// The store; created when there is none.
    public Store store() {
        return store.get();
    }

    /// The store for reading only.
    ///
    /// @throws io.caretaker.core.problem.Problem `NOT_FOUND` when there is none
    public Store storeToRead() {
        return storeToRead.get();
    }

    public HostAccess host() {
        return host.get();
    }

    /// All hosts, this machine and those reached by SSH.
    public Hosts hosts() {
        return hosts.get();
    }

    /// The hosts that are reached by SSH.
    public SshHosts otherHosts() {
        return otherHosts.get();
    }

    public List<DatabaseEngine> engines() {
        return engines.get();
    }

    public Checks checks() {
        return checks.get();
    }

    public Discovery discovery() {
        return discovery.get();
    }

    /// What there is to say of servers that are found.
    public Findings findings() {
        return new Findings(engines, entries.get());
    }

    /// Trying log-ins to databases that are not in the inventory.
    public ConnectionTest connectionTest() {
        return new ConnectionTest(
                this::engine, secrets, hosts, InstantSource.system(), System::nanoTime);
    }

    private DatabaseEngine engine(EngineKind kind, SecretSource source) {
        return switch (kind) {
            case POSTGRESQL -> new PostgresEngine(source);
            case MYSQL, MARIADB -> new MysqlEngine(source, names.get());
            case MONGODB -> new MongoEngine(source, names.get());
        };
    }

    public LocalEntries entries() {
        return entries.get();
    }

    public Adoption adoption() {
        return adoption.get();
    }

    /// What makes channels of their settings.
    public Channels channels() {
        return channels.get();
    }

    /// What the daemon needs to tell people as the settings want it.
    ///
    /// @throws io.caretaker.core.problem.Problem when a channel cannot be made
    public AlertingSetup alerting(AlertingSettings settings) {
        AlertingSettings.Heartbeat heartbeat = settings.heartbeat();
        return new AlertingSetup(
                settings.policy(),
                settings.channels().stream().map(channels.get()::of).toList(),
                heartbeat == null ? null : lifeSign(heartbeat),
                heartbeat == null ? Duration.ofMinutes(1) : heartbeat.interval());
    }

    private LifeSign lifeSign(AlertingSettings.Heartbeat heartbeat) {
        return channels.get()
                .lifeSign(
                        heartbeat.url(),
                        heartbeat.method() == AlertingSettings.Heartbeat.Method.POST,
                        ChannelSettings.Http.USUAL);
    }

    /// The journals of changes.
    public ChangeJournal changes() {
        return new ChangeJournal(plan.policy().changes());
    }

    /// What is locked down among the services of an inventory.
    public Lockdowns lockdowns(Supplier<Inventory> inventory) {
        return new Lockdowns(changes(), inventory);
    }

    /// Where a running daemon is asked what it would do.
    public Path questions() {
        return plan.policy().questions();
    }

    /// Whether hosts answer, for somebody who looks once and tells nobody.
    public HostWatch hostWatch(Supplier<Inventory> inventory) {
        return new HostWatch(
                hosts.get(),
                plan.policy().witnesses(),
                inventory,
                new HostTeller(new AlertDesk(List.of()), InstantSource.system()),
                _ -> {},
                InstantSource.system(),
                System::nanoTime);
    }

    /// Emergency shutdown.
    ///
    /// @param audit where it is written down
    public Emergency emergency(Supplier<AuditLog> audit, Supplier<Inventory> inventory) {
        FleetStore fleet = plan.fleetStore();
        return new Emergency(
                audit,
                hosts.get(),
                checks.get(),
                engines.get(),
                changes(),
                lockdowns(inventory),
                fleet == null ? Protection.NONE : fleet.protection(),
                InstantSource.system(),
                System::nanoTime);
    }

    /// The daemon, not started yet.
    public Caretaker caretaker() {
        return caretaker.get();
    }

    /// What the face shows, and what it takes to do what people ask of it.
    ///
    /// @param defaults what fields of new services mean that are left out
    /// @param configuration reads a configuration without taking it over
    /// @param settings what is in force, without secrets
    public Daemon daemon(
            EntryDefaults defaults,
            Tools.ConfigurationCheck configuration,
            Supplier<Map<String, @Nullable Object>> settings) {
        Caretaker daemon = caretaker.get();
        InstantSource clock = InstantSource.system();
        Lockdowns lockdowns = lockdowns(daemon::inventory);
        return new Daemon(
                daemon,
                daemonStore.get(),
                clock,
                System::nanoTime,
                plan.node(),
                Version.number(),
                plan.state(),
                new Tools(
                        new DatabasePorts(
                                engines,
                                daemon::checks,
                                hosts,
                                () -> daemonStore.get().audit(),
                                lockdowns::words,
                                clock,
                                System::nanoTime),
                        defaults,
                        () -> lockdowns,
                        discovery,
                        this::findings,
                        () -> adoption(daemonStore.get()),
                        this::connectionTest,
                        configuration,
                        plan.policy().historyRetention(),
                        ZoneId.systemDefault(),
                        settings));
    }

    /// The same where there is no configuration but the blueprint.
    public Daemon daemon() {
        return daemon(
                (now, inventory) ->
                        new ServiceDefaults(
                                plan.monitoring(),
                                false,
                                plan.recovery(),
                                Alerting.DEFAULT,
                                plan.care(),
                                Origin.MANAGED,
                                now,
                                inventory::host),
                yaml ->
                        ConfigurationReport.of(
                                ConfigLoader.check(
                                        Surroundings.ofThisProcess(),
                                        yaml,
                                        InstantSource.system().instant())),
                () -> Map.<String, @Nullable Object>of());
    }

    private Adoption adoption(Store into) {
        return new Adoption(
                into,
                host.get(),
                engines.get(),
                entries.get(),
                OwnDirectory.in(plan.state(), "credentials"),
                InstantSource.system(),
                System::nanoTime);
    }

    /// The daemon's discovery, not started yet.
    public DiscoveryLoop discoveryLoop() {
        return discoveryLoop.get();
    }

    /// The service manager that started this process.
    public ServiceNotifier serviceNotifier() {
        return serviceNotifier.get();
    }

    /// Closes what was made, the newest first.
    @Override
    public void close() {
        made.close();
    }
}
