package io.caretaker.server;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Probe;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.store.Store;
import io.caretaker.server.alive.Heartbeat;
import io.caretaker.server.alive.OutgoingHeartbeat;
import io.caretaker.server.alive.Pulse;
import io.caretaker.server.care.CareLoop;
import io.caretaker.server.care.HealthBoard;
import io.caretaker.server.care.HostSide;
import io.caretaker.server.care.Lockdowns;
import io.caretaker.server.change.ChangeJournal;
import io.caretaker.server.heal.QuestionBox;
import io.caretaker.server.heal.RecoveryLoop;
import io.caretaker.server.keep.Departures;
import io.caretaker.server.keep.Housekeeping;
import io.caretaker.server.keep.LastSeen;
import io.caretaker.server.keep.StoreWriter;
import io.caretaker.server.tell.AlertDesk;
import io.caretaker.server.tell.AlertLoop;
import io.caretaker.server.tell.AlertingSetup;
import io.caretaker.server.tell.HostTeller;
import io.caretaker.server.tell.LoopAlarm;
import io.caretaker.server.tell.StatusAlerts;
import io.caretaker.server.tell.TransitionLog;
import io.caretaker.server.tell.UnwatchedAlerts;
import io.caretaker.server.watch.Checks;
import io.caretaker.server.watch.DatabaseProbe;
import io.caretaker.server.watch.DeathWatch;
import io.caretaker.server.watch.HostWatch;
import io.caretaker.server.watch.RecentResults;
import io.caretaker.server.watch.StatusBoard;
import io.caretaker.server.watch.WatchLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon. It watches what the store's inventory names, heals what may be healed, and writes
/// down both.
///
/// [#start()] names every loop; [#close()] stops them in the opposite order. Thread-safe.
public final class Caretaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final Duration TURN = Duration.ofSeconds(1);

    /// The keeper of time only starts and abandons checks: half a second is its longest rest.
    private static final Duration WATCH_LIMIT = Duration.ofSeconds(30);

    /// A batch on a slow disk, or a store of a fleet that answers at its own time limit.
    private static final Duration WRITER_LIMIT = Duration.ofMinutes(3);

    /// Archiving and expiring old history is a part of its turn.
    private static final Duration CONTROL_LIMIT = Duration.ofMinutes(15);

    /// A batch of thousands of alerts on a slow disk.
    private static final Duration ALERTS_LIMIT = Duration.ofMinutes(3);

    private final Store store;
    private final StatusBoard board;
    private final Checks checks;
    private final HostWatch hosts;
    private final WatchLoop watch;
    private final DeathWatch deaths;
    private final StoreWriter writer;
    private final AlertDesk desk;
    private final AlertLoop alerts;
    private final StatusAlerts statusAlerts;
    private final RecentResults recent = new RecentResults();
    private final UnwatchedAlerts unwatched;
    private final OutgoingHeartbeat lifeSigns;
    private final AlertingSetup alerting;
    private final RecoveryLoop recovery;
    private final HealthBoard health;
    private final QuestionBox questions;
    private final CareLoop care;
    private final HostSide hostSide;
    private final Housekeeping housekeeping;
    private final LastSeen lastSeen;
    private final Departures departures;
    private final Thread control;
    private final Pulse controlPulse;
    private final Turns turns = new Turns();
    private final Heartbeat heartbeat;
    private long revision;
    private boolean storeFailing;
    private volatile boolean closed;
    private volatile boolean watching;

    public Caretaker(Ports ports, Policy policy) {
        this.store = ports.store();
        Map<ServiceId, ServiceState> states = store.states().read();
        this.board = new StatusBoard(states);
        this.health = new HealthBoard(ports.desk(), ports.clock());
        this.hostSide =
                new HostSide(
                        ports.hosts(),
                        service -> board.inventory().host(service.hostId()),
                        this::asked,
                        ports.engines(),
                        ports.clock(),
                        ports.ticker());
        var lockdowns = new Lockdowns(new ChangeJournal(policy.changes()), board::inventory);
        this.checks =
                new Checks(
                        judged(
                                ports.probes(),
                                new DatabaseProbe(ports.engines(), hostSide::metrics, health)),
                        ports.names(),
                        ports.hosts(),
                        lockdowns::words,
                        ports.clock(),
                        ports.ticker());
        this.hosts =
                new HostWatch(
                        ports.hosts(),
                        policy.witnesses(),
                        board::inventory,
                        new HostTeller(ports.desk(), ports.clock()),
                        this::checkNow,
                        ports.clock(),
                        ports.ticker());
        this.watch =
                new WatchLoop(
                        checks,
                        hosts,
                        board,
                        policy.concurrentChecks(),
                        policy.concurrentChecksPerHost(),
                        ports.clock(),
                        ports.ticker(),
                        ports.random());
        this.deaths =
                new DeathWatch(
                        ports.hosts(),
                        service -> board.inventory().host(service.hostId()),
                        watch,
                        checks,
                        ports.engines(),
                        ports.ticker());
        this.writer = new StoreWriter(store, policy.flushInterval());
        this.desk = ports.desk();
        this.alerting = ports.alerting();
        desk.spare(notice -> StatusAlerts.quiet(notice, board));
        this.alerts =
                new AlertLoop(
                        desk,
                        store::alerts,
                        board,
                        alerting,
                        this::checkNow,
                        ports.clock(),
                        ports.ticker(),
                        ports.random());
        this.statusAlerts = new StatusAlerts(desk, this::toldAsMetrics);
        this.unwatched = new UnwatchedAlerts(board, desk, ports.clock());
        this.recovery =
                new RecoveryLoop(
                        ports, policy, board, checks, watch, hosts, writer, deaths, lockdowns);
        this.questions =
                new QuestionBox(
                        policy.questions(), recovery.dryRun(), board::inventory, ports.clock());
        this.care =
                new CareLoop(
                        board,
                        checks,
                        ports.engines(),
                        lockdowns,
                        store.audit(),
                        ports.desk(),
                        ports.clock(),
                        ports.ticker());
        this.housekeeping = new Housekeeping(store, board, policy, ports.desk(), ports.clock());
        this.lastSeen = new LastSeen(ports.clock());
        this.departures = new Departures(store.states(), policy.flushInterval(), ports.ticker());
        this.heartbeat = new Heartbeat(ports.ticker());
        this.controlPulse = new Pulse(ports.ticker());
        heartbeat.watch("caretaker-watch", WATCH_LIMIT, watch::sinceLastTurn);
        heartbeat.watch(
                "caretaker-writer",
                WRITER_LIMIT.plus(policy.flushInterval()),
                writer::sinceLastTurn);
        heartbeat.watch("caretaker-control", CONTROL_LIMIT, controlPulse::silence);
        heartbeat.watch("caretaker-alerts", ALERTS_LIMIT, alerts::sinceLastTurn);
        heartbeat.listen(new LoopAlarm(desk, ports.clock()));
        this.lifeSigns =
                new OutgoingHeartbeat(heartbeat::liveness, desk, ports.clock(), ports.ticker());
        this.control =
                Thread.ofPlatform().daemon().name("caretaker-control").unstarted(this::control);
    }

    /// With the probe that judges databases with a memory, unless another is given.
    private static Map<Class<? extends CheckSpec>, Probe> judged(
            Map<Class<? extends CheckSpec>, Probe> probes, DatabaseProbe databases) {
        var all = new HashMap<>(probes);
        all.putIfAbsent(CheckSpec.Database.class, databases);
        return all;
    }

    private boolean toldAsMetrics(ServiceId id) {
        return health.health(id).map(known -> !known.alerts().isEmpty()).orElse(false);
    }

    public void start() {
        // The order in which a result is seen: told, written, watched by event, healed, remembered.
        board.listen(new TransitionLog());
        board.listen(statusAlerts);
        board.listen(writer);
        board.listen(deaths);
        board.listen(recovery);
        board.listen(hostSide);
        board.listen(recent);
        board.listen(health);
        revision = store.inventory().revision();
        use(store.inventory().read());
        recovery.start();
        remember();

        writer.start(); // results → store, in batches
        alerts.start(); // what there is to tell → messages → people
        lifeSigns.use(alerting.lifeSign(), alerting.lifeSignEvery());
        lifeSigns.start(); // signs of life → whoever watches caretaker
        watch.start(); // due checks → results
        control.start(); // every second: changes by others, recovery, clean-ups, housekeeping
        watching = true;
        LOG.atInfo()
                .addKeyValue("services", board.inventory().services().size())
                .addKeyValue("store", store.location())
                .log("caretaker is watching");
    }

    /// Reads what earlier runs have found; nobody waits for it.
    private void remember() {
        List<ServiceId> services = board.inventory().services().stream().map(Service::id).toList();
        Thread.ofVirtual()
                .name("caretaker-recent")
                .start(() -> recent.fill(store.history(), services));
    }

    private void control() {
        while (!closed) {
            try {
                turns.rest(TURN);
                controlPulse.beat();
                questions.turn();
                takeChangesNow();
                recovery.turn();
                care.turn(recovery.paused());
                housekeeping.turn();
                hosts.turn();
                unwatched.turn();
                departures.turn();
                writeLastSeen();
            } catch (InterruptedException e) {
                return;
            } catch (Problem problem) {
                storeFailed(problem);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("the control loop met a defect and goes on");
            }
        }
    }

    private void takeChangesNow() {
        turns.begin();
        try {
            takeChanges();
        } finally {
            turns.end();
        }
    }

    /// What other processes, such as the command line, have changed in the store.
    private void takeChanges() {
        long newest = store.inventory().revision();
        if (newest != revision) {
            use(store.inventory().read());
            revision = newest;
            LOG.atInfo()
                    .addKeyValue("services", board.inventory().services().size())
                    .log("the inventory has changed");
        }
        recovery.refresh();
        for (RecoveryRequest request : store.recovery().openRequests()) {
            recovery.carryOut(request);
        }
        if (storeFailing) {
            storeFailing = false;
            LOG.info("the store answers again");
        }
    }

    private void storeFailed(Problem problem) {
        if (!storeFailing) {
            LOG.atError()
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("the store does not answer; watching and healing go on from memory");
        }
        storeFailing = true;
        recovery.turn();
    }

    private void use(Inventory inventory) {
        Set<ServiceId> gone = board.use(inventory);
        gone.forEach(deaths::forget);
        health.forget(gone);
        recent.forget(gone);
        statusAlerts.forget(gone);
        care.forget(gone);
        hostSide.forget(gone);
        checks.forget(gone);
        departures.add(gone);
        hosts.use(inventory);
        watch.use(inventory);
    }

    private DatabaseTarget asked(Service service, DatabaseTarget target) {
        return checks.asked(service, target);
    }

    private void checkNow(ServiceId id) {
        watch.checkNow(id);
    }

    /// When hosts were last seen alive, once a minute; our own change is no news to us.
    private void writeLastSeen() {
        long before = store.inventory().revision();
        if (lastSeen.write(store.inventory(), board.inventory(), hosts.seen())
                && before == revision) {
            long after = store.inventory().revision();
            revision = after == before + 1 ? after : revision;
        }
    }

    /// Takes another configuration of alerting at once.
    public void use(AlertingSetup setup) {
        alerts.use(setup);
        lifeSigns.use(setup.lifeSign(), setup.lifeSignEvery());
    }

    /// Takes over what was changed in the store, and what people asked for, without waiting for the
    /// next look at it.
    ///
    /// @return false when that took longer than the limit; it will be done all the same
    public boolean takeChanges(Duration limit) throws InterruptedException {
        return turns.ask(limit);
    }

    /// The ways to servers, as its own checks use them.
    public Checks checks() {
        return checks;
    }

    public ServiceState state(ServiceId id) {
        return board.state(id);
    }

    public Inventory inventory() {
        return board.inventory();
    }

    /// Whether it has read the inventory and begun to watch.
    public boolean watching() {
        return watching && !closed;
    }

    /// How recovery stands, and what it has tried.
    public RecoveryLoop recovery() {
        return recovery;
    }

    /// How alerts and their messages stand.
    public AlertLoop alerts() {
        return alerts;
    }

    /// What writes results to the store.
    public StoreWriter writer() {
        return writer;
    }

    /// The status board, to listen to results or to read states.
    public StatusBoard board() {
        return board;
    }

    public WatchLoop watch() {
        return watch;
    }

    /// The last results of each service.
    public RecentResults recent() {
        return recent;
    }

    /// How healthy the databases are.
    public HealthBoard health() {
        return health;
    }

    /// The progress of the loops, for a watchdog. Whoever starts a loop besides these adds it.
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /// Whether hosts answer.
    public HostWatch hosts() {
        return hosts;
    }

    /// The process that is watched for a service; empty when none is known.
    public Optional<Long> pid(ServiceId id) {
        return Optional.ofNullable(deaths.pid(id));
    }

    /// Waits until everything seen so far is in the store; false when the limit came first.
    public boolean flush(Duration limit) throws InterruptedException {
        return writer.flush(limit);
    }

    /// Results that wait for the store.
    public int backlog() {
        return writer.backlog();
    }

    /// Ends orderly: no new work, what is under way is told to end, what was seen is written.
    @Override
    public void close() {
        closed = true;
        heartbeat.close();
        control.interrupt();
        care.close();
        hostSide.close();
        recovery.close();
        watch.close();
        deaths.close();
        checks.close();
        lifeSigns.close();
        alerts.close();
        writer.close();
        LOG.info("caretaker has stopped");
    }
}
