package io.caretaker.server.heal;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryDecision;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryRules;
import io.caretaker.core.recovery.RecoverySituation;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.core.status.Transition;
import io.caretaker.core.store.Store;
import io.caretaker.server.Policy;
import io.caretaker.server.Ports;
import io.caretaker.server.care.Lockdowns;
import io.caretaker.server.keep.StoreWriter;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.Checks;
import io.caretaker.server.watch.DeathWatch;
import io.caretaker.server.watch.HostWatch;
import io.caretaker.server.watch.StatusBoard;
import io.caretaker.server.watch.WatchLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at everything that is down, at once when it goes down and every second while it is, and
/// heals what may be healed.
///
/// One attempt per service at a time, a few on each host; different services never wait for each
/// other's cooldown. Thread-safe.
public final class RecoveryLoop implements StatusBoard.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryLoop.class);
    private static final Duration AFTER_PROBLEM = Duration.ofSeconds(30);
    private static final Duration EVIDENCE_AGAIN = Duration.ofSeconds(5);

    private final Store store;
    private final StatusBoard board;
    private final Hosts access;
    private final InstantSource clock;
    private final Ticker ticker;
    private final LogMarks logs;
    private final EvidenceCollector evidence;
    private final Consideration consideration;
    private final Situations situations;
    private final DryRun dryRun;
    private final Healer healer;
    private final ConfigurationRounds configurationRounds;
    private final RecoveryMemory memory;
    private final ApprovalDesk desk;
    private final Objections objections;
    private final Permits permits;
    private final Starts starts;
    private final RestartCounts restarts = new RestartCounts();

    private final Map<ServiceId, Long> evidenceNotBefore = new ConcurrentHashMap<>();
    private final Set<ServiceId> down = ConcurrentHashMap.newKeySet();
    private final Map<ServiceId, Thread> busy = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public RecoveryLoop(
            Ports ports,
            Policy policy,
            StatusBoard board,
            Checks checks,
            WatchLoop watch,
            HostWatch hosts,
            StoreWriter writer,
            DeathWatch deaths,
            Lockdowns lockdowns) {
        this.store = ports.store();
        this.board = board;
        this.access = ports.hosts();
        this.clock = ports.clock();
        this.ticker = ports.ticker();
        this.memory = new RecoveryMemory(store, clock, ports.random());
        this.logs =
                new LogMarks(access, service -> board.inventory().host(service.hostId()), ticker);
        this.starts = new Starts(clock, ticker);
        var configurations = new GoodConfigurations(policy.configurationCopies());
        this.evidence =
                new EvidenceCollector(
                        access,
                        ports.engines(),
                        logs,
                        configurations,
                        new Booting(policy.bootGrace(), ticker),
                        starts,
                        ticker);
        this.consideration =
                new Consideration(
                        new SecondOpinion(board, watch, hosts, checks, evidence, clock, ticker),
                        new Veto(policy.vetoCommand(), ports.localHost(), ticker));
        this.healer =
                new Healer(
                        store,
                        writer,
                        memory,
                        board,
                        hosts,
                        watch,
                        new Steps(evidence, configurations, clock, deaths::lastEnded),
                        evidence,
                        ports.desk(),
                        clock,
                        ticker,
                        ports.random());
        this.desk =
                new ApprovalDesk(
                        store.recovery(),
                        ports.desk(),
                        policy.approvalTime(),
                        clock,
                        ports.random());
        this.objections = new Objections(desk, memory, store.audit(), ports.desk(), clock);
        this.configurationRounds =
                new ConfigurationRounds(
                        configurations,
                        board,
                        this::stableSite,
                        deaths::pid,
                        policy.configurationInterval(),
                        ticker);
        this.situations = new Situations(board, memory, desk, hosts, lockdowns, restarts);
        this.dryRun =
                new DryRun(
                        board,
                        situations,
                        consideration,
                        evidence,
                        access::of,
                        busy::containsKey,
                        clock,
                        ticker);
        this.permits = new Permits(policy.concurrentRecoveries());
        board.listen(logs);
    }

    /// Reads what an earlier run remembered.
    public void start() {
        memory.start(id ->
                board.inventory()
                        .service(id)
                        .map(Service::recovery)
                        .orElse(RecoveryPolicy.DEFAULT));
        refresh();
    }

    /// Reads pause, approvals and lifted blocks anew, as after another process changed them.
    public void refresh() {
        desk.refresh();
        memory.refreshBlocks(busy::containsKey);
    }

    /// Whether a person wants nothing to be done now.
    public boolean paused() {
        @Nullable Pause pause = desk.pause();
        return pause != null && !pause.over(clock.instant());
    }

    /// The pause, as last read; it may be over. Null without one.
    public @Nullable Pause pause() {
        return desk.pause();
    }

    /// The approvals of the last days, newest first, as last read.
    public List<Approval> approvals() {
        return desk.approvals();
    }

    /// What is remembered of the services that were healed.
    public Map<ServiceId, RecoveryState> states() {
        return memory.all();
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        ServiceId id = result.service().id();
        if (transition.state().lastResult().up()) {
            starts.well(id, result.at());
        }
        if (transition.state().status().down()) {
            down.add(id);
            if (transition.kind() == Transition.Kind.HARD_DOWN) {
                consider(id);
            }
        } else if (down.remove(id)) {
            evidenceNotBefore.remove(id);
            evidence.forget(id);
            objections.up(id, transition.state().flapping());
        }
    }

    /// Looks at everything that is down and at everything that has become stable. Called every
    /// second.
    public void turn() {
        down.forEach(this::consider);
        memory.forEach(this::settle);
        configurationRounds.turn();
    }

    private Optional<Site> site(Service service) {
        return board.inventory()
                .host(service.hostId())
                .map(host -> new Site(service, host, access.of(host)));
    }

    private void consider(ServiceId id) {
        if (closed || busy.containsKey(id)) {
            return;
        }
        Service service = board.inventory().service(id).orElse(null);
        Host host = service == null ? null : board.inventory().host(service.hostId()).orElse(null);
        if (service == null || host == null) {
            down.remove(id);
            objections.forget(id);
            starts.forget(id);
            return;
        }
        RecoverySituation situation = situations.of(service, host, RecoveryTrigger.AUTOMATIC);
        RecoveryDecision objection = RecoveryRules.guards(situation, clock.instant());
        if (objection != null) {
            objections.explain(situation, objection);
        } else if (!evidenceTooFresh(id) && permits.tryAcquire(host.id())) {
            begin(service, () -> act(situation));
        }
    }

    /// Evidence costs reading logs and processes; while it says wait, it is not gathered every
    /// second.
    private boolean evidenceTooFresh(ServiceId id) {
        Long notBefore = evidenceNotBefore.get(id);
        return notBefore != null && ticker.nanos() - notBefore < 0;
    }

    private void begin(Service service, Runnable work) {
        Thread thread = Thread.ofVirtual().unstarted(() -> run(service, work));
        if (busy.putIfAbsent(service.id(), thread) == null) {
            thread.start();
        } else {
            permits.release(service.hostId());
        }
    }

    private void run(Service service, Runnable work) {
        try {
            work.run();
        } catch (Problem problem) {
            evidenceNotBefore.put(service.id(), ticker.nanos() + AFTER_PROBLEM.toNanos());
            LOG.atError()
                    .addKeyValue("service", service.id())
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("a recovery could not be carried out");
        } finally {
            busy.remove(service.id());
            permits.release(service.hostId());
        }
    }

    private record Outcome(boolean success, String message) {}

    private Outcome act(RecoverySituation situation) {
        var site = new Site(situation.service(), situation.host(), access.of(situation.host()));
        try {
            RecoveryDecision decision = consideration.of(situation, site, false);
            if (!(decision instanceof RecoveryDecision.Act act)) {
                return holdStill(situation, decision);
            }
            desk.spend(situation.approval());
            return heal(situation, site, act);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(false, "caretaker is stopping");
        }
    }

    private Outcome holdStill(RecoverySituation situation, RecoveryDecision decision) {
        if (decision instanceof RecoveryDecision.NotNeeded) {
            return notNeeded(situation.service(), decision);
        }
        evidenceNotBefore.put(situation.service().id(), ticker.nanos() + EVIDENCE_AGAIN.toNanos());
        objections.explain(situation, decision);
        return new Outcome(false, decision.reason());
    }

    /// What is not known to be down needs nothing, which does not say that it is up.
    private Outcome notNeeded(Service service, RecoveryDecision decision) {
        return new Outcome(board.state(service.id()).status().up(), decision.reason());
    }

    private Outcome heal(RecoverySituation situation, Site site, RecoveryDecision.Act act)
            throws InterruptedException {
        ServiceId id = site.service().id();
        if (act.step().restarts()) {
            restarts.add(id, clock.instant());
            starts.own(id);
        }
        Attempt attempt =
                healer.heal(
                        site, situation.recovery(), act.step(), act.reason(), situation.trigger());
        if (attempt.end() == Attempt.End.FAILED) {
            findings(site);
        }
        return new Outcome(attempt.healed(), attempt.message());
    }

    private void findings(Site site) throws InterruptedException {
        try {
            objections.found(site.service().id(), evidence.diagnose(site).evidence());
        } catch (Problem problem) {
            LOG.atDebug()
                    .addKeyValue("service", site.service().id())
                    .addKeyValue("problem", problem.message())
                    .log("the log could not be read after a recovery");
        }
    }

    /// Carries out what a person asked for, and answers them through the store.
    public void carryOut(RecoveryRequest request) {
        Service service = board.inventory().service(request.service()).orElse(null);
        Host host = service == null ? null : board.inventory().host(service.hostId()).orElse(null);
        if (service == null || host == null) {
            store.recovery().finish(request.id(), clock.instant(), false, "no such service");
            return;
        }
        if (busy.containsKey(service.id()) || !permits.tryAcquire(host.id())) {
            return;
        }
        begin(
                service,
                () -> {
                    var trigger =
                            request.force() ? RecoveryTrigger.FORCED : RecoveryTrigger.REQUESTED;
                    RecoverySituation situation = situations.of(service, host, trigger);
                    RecoveryDecision objection = RecoveryRules.guards(situation, clock.instant());
                    Outcome outcome =
                            switch (objection) {
                                case null -> act(situation);
                                case RecoveryDecision.NotNeeded not -> notNeeded(service, not);
                                case RecoveryDecision other -> new Outcome(false, other.reason());
                            };
                    answer(request, outcome);
                });
    }

    private void answer(RecoveryRequest request, Outcome outcome) {
        Instant now = clock.instant();
        store.recovery().finish(request.id(), now, outcome.success, outcome.message);
        store.audit()
                .append(
                        AuditEntry.of(
                                now,
                                request.requestedBy(),
                                "recovery.request",
                                request.service().value(),
                                outcome.success,
                                outcome.message));
    }

    private void settle(ServiceId id, RecoveryState state) {
        Service service = board.inventory().service(id).orElse(null);
        if (service == null) {
            memory.forget(id);
            objections.forget(id);
            starts.forget(id);
            return;
        }
        if (busy.containsKey(id) || stableSite(service).isEmpty()) {
            return;
        }
        restarts.stable(id, service.recovery().stableAfter(), clock.instant());
        if (state.attempts() > 0) {
            memory.write(RecoveryRules.settled(state));
            LOG.atInfo()
                    .addKeyValue("service", id)
                    .log("stable again; its recovery attempts are forgotten");
        }
    }

    /// Where the service runs, once it has been up for long.
    private Optional<Site> stableSite(Service service) {
        return site(service)
                .filter(site ->
                        RecoveryRules.stable(
                                situations.of(service, site.host(), RecoveryTrigger.AUTOMATIC),
                                clock.instant()));
    }

    /// Takes its decisions without carrying them out.
    public Deliberator dryRun() {
        return dryRun;
    }

    /// Attempts that were made since the start.
    public AttemptCounts attempts() {
        return healer.counts();
    }

    /// How recovery stands now.
    public RecoveryFigures figures() {
        return new RecoveryFigures(
                busy.size(), memory.blocked(), memory.givenUp(), desk.open(), paused());
    }

    /// Recoveries under way.
    public Set<ServiceId> busy() {
        return Set.copyOf(busy.keySet());
    }

    /// Begins nothing new, interrupts what waits, and waits shortly for it to say so. A start that
    /// was issued goes on by itself.
    @Override
    public void close() {
        closed = true;
        logs.close();
        configurationRounds.close();
        busy.values().forEach(Thread::interrupt);
        for (Thread thread : List.copyOf(busy.values())) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
