package io.caretaker.server.heal;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.recovery.Hold;
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
import io.caretaker.server.keep.StoreWriter;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.StatusBoard;
import io.caretaker.server.watch.WatchLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at everything that is down, at once when it goes down and every second while it is, and
/// heals what may be healed.
///
/// One attempt per service at a time, a few over all; different services never wait for each
/// other's cooldown. Thread-safe.
public final class RecoveryLoop implements StatusBoard.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryLoop.class);
    private static final Duration VETO_LIMIT = Duration.ofSeconds(30);
    private static final Duration AFTER_PROBLEM = Duration.ofSeconds(30);
    private static final Duration EVIDENCE_AGAIN = Duration.ofSeconds(5);

    private final Store store;
    private final StatusBoard board;
    private final WatchLoop watch;
    private final HostAccess host;
    private final Notifier notifier;
    private final Policy policy;
    private final InstantSource clock;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final EvidenceCollector evidence;
    private final GoodConfigurations configurations;
    private final Healer healer;
    private final Semaphore permits;

    private final Map<ServiceId, RecoveryState> memory = new ConcurrentHashMap<>();
    private final RestartCounts restarts = new RestartCounts();
    private final ApprovalDesk desk;
    private final Map<ServiceId, Long> evidenceNotBefore = new ConcurrentHashMap<>();
    private final Map<ServiceId, String> lastReason = new ConcurrentHashMap<>();
    private final Map<ServiceId, String> findings = new ConcurrentHashMap<>();
    private final Set<ServiceId> down = ConcurrentHashMap.newKeySet();
    private final Map<ServiceId, Thread> busy = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// @param lastEnded the process of a service whose end was noticed last
    public RecoveryLoop(
            Ports ports,
            Policy policy,
            StatusBoard board,
            WatchLoop watch,
            StoreWriter writer,
            Function<ServiceId, @Nullable Long> lastEnded) {
        this.store = ports.store();
        this.board = board;
        this.watch = watch;
        this.host = ports.localHost();
        this.notifier = ports.notifier();
        this.policy = policy;
        this.clock = ports.clock();
        this.ticker = ports.ticker();
        this.random = ports.random();
        var logs = new LogMarks(host, ticker);
        this.configurations = new GoodConfigurations(host, policy.configurationCopies());
        this.evidence = new EvidenceCollector(host, ports.engines(), logs, configurations, ticker);
        var steps = new Steps(host, evidence, configurations, clock, lastEnded);
        this.healer =
                new Healer(
                        store, writer, board, watch, steps, evidence, notifier, clock, ticker,
                        random);
        this.desk =
                new ApprovalDesk(store.recovery(), notifier, policy.approvalTime(), clock, random);
        this.permits = new Semaphore(policy.concurrentRecoveries(), true);
        board.listen(logs);
    }

    /// Reads what an earlier run remembered. An attempt that it did not live to finish counts as
    /// one that failed.
    public void start() {
        store.recovery()
                .states()
                .forEach((id, state) -> {
                    RecoveryState known = state;
                    if (state.inFlight() != null) {
                        known =
                                RecoveryRules.end(
                                        state,
                                        policyOf(id),
                                        false,
                                        random.nextDouble(),
                                        clock.instant());
                        store.recovery().write(known);
                        store.audit()
                                .append(
                                        AuditEntry.of(
                                                clock.instant(),
                                                "caretaker",
                                                "recovery." + Healer.word(state.inFlight().step()),
                                                id.value(),
                                                false,
                                                "caretaker ended during this step, begun at "
                                                        + state.inFlight().startedAt()));
                        LOG.atWarn()
                                .addKeyValue("service", id)
                                .addKeyValue("step", Healer.word(state.inFlight().step()))
                                .log(
                                        "an earlier caretaker ended during a recovery; it counts as a failed attempt");
                    }
                    memory.put(id, known);
                });
        refresh();
    }

    private RecoveryPolicy policyOf(ServiceId id) {
        return board.inventory().service(id).map(Service::recovery).orElse(RecoveryPolicy.DEFAULT);
    }

    /// Reads pause and approvals anew, as after another process changed them.
    public void refresh() {
        desk.refresh();
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        ServiceId id = result.service().id();
        if (transition.state().status().down()) {
            down.add(id);
            if (transition.kind() == Transition.Kind.HARD_DOWN) {
                consider(id);
            }
        } else if (down.remove(id)) {
            lastReason.remove(id);
            evidenceNotBefore.remove(id);
            findings.remove(id);
            evidence.forget(id);
        }
    }

    /// Looks at everything that is down and at everything that has become stable. Called every
    /// second.
    public void turn() {
        down.forEach(this::consider);
        memory.forEach((id, state) -> settle(id, state));
    }

    private void consider(ServiceId id) {
        if (closed || busy.containsKey(id)) {
            return;
        }
        Service service = board.inventory().service(id).orElse(null);
        if (service == null) {
            down.remove(id);
            return;
        }
        RecoverySituation situation = situation(service, RecoveryTrigger.AUTOMATIC);
        RecoveryDecision objection = RecoveryRules.guards(situation, clock.instant());
        if (objection != null) {
            explain(situation, objection);
        } else if (!evidenceTooFresh(id) && permits.tryAcquire()) {
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
        Thread thread =
                Thread.ofVirtual()
                        .unstarted(() -> {
                            try {
                                work.run();
                            } catch (Problem problem) {
                                evidenceNotBefore.put(
                                        service.id(), ticker.nanos() + AFTER_PROBLEM.toNanos());
                                LOG.atError()
                                        .addKeyValue("service", service.id())
                                        .addKeyValue("problem", problem.message())
                                        .addKeyValue("hint", problem.hint())
                                        .log("a recovery could not be carried out");
                            } finally {
                                busy.remove(service.id());
                                permits.release();
                            }
                        });
        if (busy.putIfAbsent(service.id(), thread) == null) {
            thread.start();
        } else {
            permits.release();
        }
    }

    private Outcome act(RecoverySituation situation) {
        Service service = situation.service();
        try {
            RecoveryDecision decision = decide(situation);
            if (!(decision instanceof RecoveryDecision.Act act)) {
                evidenceNotBefore.put(service.id(), ticker.nanos() + EVIDENCE_AGAIN.toNanos());
                explain(situation, decision);
                return new Outcome(false, decision.reason());
            }
            String veto = veto(service, act);
            if (veto != null) {
                evidenceNotBefore.put(service.id(), ticker.nanos() + EVIDENCE_AGAIN.toNanos());
                explain(situation, new RecoveryDecision.Held(Hold.VETOED, veto, null));
                return new Outcome(false, veto);
            }
            desk.spend(situation.approval());
            if (act.step().restarts()) {
                restarts.add(service.id(), clock.instant());
            }
            Attempt attempt =
                    healer.heal(
                            service,
                            situation.host(),
                            situation.recovery(),
                            act.step(),
                            act.reason(),
                            situation.trigger());
            if (!attempt.healed()) {
                findings.put(service.id(), evidence.diagnose(service).evidence());
            }
            memory.put(
                    service.id(),
                    store.recovery()
                            .states()
                            .getOrDefault(service.id(), RecoveryState.fresh(service.id())));
            return new Outcome(attempt.healed(), attempt.message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(false, "caretaker is stopping");
        }
    }

    /// Dependencies are asked anew first: one that died a moment ago may not have been noticed yet.
    private RecoveryDecision decide(RecoverySituation situation) throws InterruptedException {
        Service service = situation.service();
        for (Service needed : board.inventory().dependenciesOf(service)) {
            watch.checkHere(needed);
        }
        List<ServiceId> missing = board.downDependencies(service);
        if (!missing.isEmpty()) {
            return new RecoveryDecision.Held(
                    Hold.DEPENDENCY_DOWN,
                    "it depends on " + missing.getFirst() + ", which does not answer",
                    null);
        }
        return RecoveryRules.step(situation, evidence.collect(service));
    }

    private record Outcome(boolean success, String message) {}

    /// Carries out what a person asked for, and answers them through the store.
    public void carryOut(RecoveryRequest request) {
        Service service = board.inventory().service(request.service()).orElse(null);
        if (service == null) {
            store.recovery().finish(request.id(), clock.instant(), false, "no such service");
            return;
        }
        if (busy.containsKey(service.id()) || !permits.tryAcquire()) {
            return;
        }
        begin(
                service,
                () -> {
                    var trigger =
                            request.force() ? RecoveryTrigger.FORCED : RecoveryTrigger.REQUESTED;
                    RecoverySituation situation = situation(service, trigger);
                    RecoveryDecision objection = RecoveryRules.guards(situation, clock.instant());
                    Outcome outcome =
                            objection == null
                                    ? act(situation)
                                    : new Outcome(
                                            objection instanceof RecoveryDecision.NotNeeded,
                                            objection.reason());
                    store.recovery()
                            .finish(
                                    request.id(),
                                    clock.instant(),
                                    outcome.success,
                                    outcome.message);
                    store.audit()
                            .append(
                                    AuditEntry.of(
                                            clock.instant(),
                                            request.requestedBy(),
                                            "recovery.request",
                                            service.id().value(),
                                            outcome.success,
                                            outcome.message));
                });
    }

    private RecoverySituation situation(Service service, RecoveryTrigger trigger) {
        var inventory = board.inventory();
        return new RecoverySituation(
                service,
                board.state(service.id()),
                memory.getOrDefault(service.id(), RecoveryState.fresh(service.id())),
                inventory.hostOf(service),
                inventory.environment(service.environment()).orElse(null),
                desk.pause(),
                board.downDependencies(service),
                desk.newest(service.id()),
                restarts.of(service.id()),
                trigger);
    }

    private @Nullable String veto(Service service, RecoveryDecision.Act act)
            throws InterruptedException {
        if (policy.vetoCommand().isEmpty()) {
            return null;
        }
        var command =
                Command.of(policy.vetoCommand())
                        .withEnvironment(
                                Map.of(
                                        "CARETAKER_SERVICE", service.id().value(),
                                        "CARETAKER_STEP", Healer.word(act.step()),
                                        "CARETAKER_REASON", act.reason()));
        CommandResult result = host.run(command, Deadline.after(VETO_LIMIT, ticker));
        return result instanceof CommandResult.Exited exited && exited.ok()
                ? null
                : "the veto command says no: " + result.summary();
    }

    /// Tells why nothing is done, once for each reason.
    private void explain(RecoverySituation situation, RecoveryDecision decision) {
        Service service = situation.service();
        switch (decision) {
            case RecoveryDecision.Held held -> {
                if (held.hold() == Hold.AWAITING_APPROVAL) {
                    desk.ask(situation, held.reason());
                }
                if (!held.hold().name().equals(lastReason.put(service.id(), held.hold().name()))) {
                    LOG.atInfo()
                            .addKeyValue("service", service.id())
                            .addKeyValue("reason", held.reason())
                            .log("down, and recovery holds still");
                }
            }
            case RecoveryDecision.GiveUp giveUp -> giveUp(situation, giveUp);
            case RecoveryDecision.NotNeeded _, RecoveryDecision.Act _ -> {}
        }
    }

    private void giveUp(RecoverySituation situation, RecoveryDecision.GiveUp decision) {
        Service service = situation.service();
        RecoveryState known = situation.recovery();
        if (known.gaveUp()) {
            return;
        }
        String reason = withFinding(service.id(), decision.reason());
        var told =
                new RecoveryState(
                        service.id(),
                        known.attempts(),
                        known.lastAttempt(),
                        known.notBefore(),
                        known.lastSucceeded(),
                        true,
                        null);
        store.recovery().write(told);
        memory.put(service.id(), told);
        store.audit()
                .append(
                        AuditEntry.of(
                                clock.instant(),
                                "caretaker",
                                "recovery.give_up",
                                service.id().value(),
                                false,
                                reason));
        LOG.atError()
                .addKeyValue("service", service.id())
                .addKeyValue("reason", reason)
                .log("recovery gave up; a person must act");
        notifier.tell(
                new Notice(
                        clock.instant(),
                        Severity.CRITICAL,
                        service.id(),
                        service.label() + " is down and caretaker gave up",
                        reason + "; `caretaker recover " + service.id() + " --force` tries again"));
    }

    /// A reason with what the log gave away after the last attempt, unless it says so already.
    private String withFinding(ServiceId id, String reason) {
        String finding = findings.getOrDefault(id, "");
        return finding.isEmpty() || reason.contains(finding)
                ? reason
                : reason + "; its log says: " + finding;
    }

    private void settle(ServiceId id, RecoveryState state) {
        Service service = board.inventory().service(id).orElse(null);
        if (service == null) {
            memory.remove(id);
            store.recovery().forget(id);
            return;
        }
        Instant now = clock.instant();
        if (busy.containsKey(id)
                || !RecoveryRules.stable(situation(service, RecoveryTrigger.AUTOMATIC), now)) {
            return;
        }
        restarts.stable(id, service.recovery().stableAfter(), now);
        if (state.attempts() > 0) {
            var fresh = RecoveryState.fresh(id);
            store.recovery().write(fresh);
            memory.put(id, fresh);
            LOG.atInfo()
                    .addKeyValue("service", id)
                    .log("stable again; its recovery attempts are forgotten");
        }
    }

    /// Keeps the configuration of a stable service whose process started at the instant.
    public void keepConfiguration(Service service, Instant startedAt) throws InterruptedException {
        if (RecoveryRules.stable(situation(service, RecoveryTrigger.AUTOMATIC), clock.instant())) {
            configurations.keep(service, startedAt, Deadline.after(VETO_LIMIT, ticker));
        }
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
