package io.caretaker.server.heal;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryEntry.RecoveryNote;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.recovery.RecoveryRules;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryStep;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Transition;
import io.caretaker.core.store.Store;
import io.caretaker.server.heal.Attempt.Done;
import io.caretaker.server.heal.Attempt.End;
import io.caretaker.server.keep.StoreWriter;
import io.caretaker.server.watch.HostWatch;
import io.caretaker.server.watch.StatusBoard;
import io.caretaker.server.watch.WatchLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one attempt to heal a service and proves the result by the service's own check.
/// Thread-safe.
final class Healer {
    private static final Logger LOG = LoggerFactory.getLogger(Healer.class);
    private static final Duration FIRST_LOOK = Duration.ofMillis(50);
    private static final Duration AFTER_RELOAD = Duration.ofSeconds(10);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    /// How long a server that says that it is starting is waited for; crash recovery of a large
    /// server takes its time.
    private static final Duration LONGEST_START = Duration.ofHours(1);

    private final Store store;
    private final StoreWriter writer;
    private final RecoveryMemory memory;
    private final StatusBoard board;
    private final HostWatch hosts;
    private final WatchLoop watch;
    private final Steps steps;
    private final EvidenceCollector evidence;
    private final Notifier notifier;
    private final InstantSource clock;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final AttemptCounts counts = new AttemptCounts();

    Healer(
            Store store,
            StoreWriter writer,
            RecoveryMemory memory,
            StatusBoard board,
            HostWatch hosts,
            WatchLoop watch,
            Steps steps,
            EvidenceCollector evidence,
            Notifier notifier,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random) {
        this.store = store;
        this.writer = writer;
        this.memory = memory;
        this.board = board;
        this.hosts = hosts;
        this.watch = watch;
        this.steps = steps;
        this.evidence = evidence;
        this.notifier = notifier;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
    }

    /// One attempt: it is counted on disk first, so that a caretaker that dies in it cannot try for
    /// ever.
    Attempt heal(
            Site site,
            RecoveryState before,
            RecoveryStep step,
            String reason,
            RecoveryTrigger trigger)
            throws InterruptedException {
        long began = ticker.nanos();
        Service service = site.service();
        RecoveryState during = RecoveryRules.begin(before, step, clock.instant());
        memory.write(during);
        announce(service, step, reason);
        Done done = take(step, site);
        evidence.remember(service, done.output());
        End end = end(site, step, done);
        Duration took = Duration.ofNanos(ticker.nanos() - began);
        var attempt = new Attempt(done.did(), end, message(site, done, end), took);
        // The audit log first: whoever ends in between audits it a second time, not never.
        record(service, step, reason, trigger, attempt);
        memory.write(after(service, before, during, end));
        counts.add(step, attempt);
        tell(service, attempt);
        return attempt;
    }

    /// What was tried since the start.
    AttemptCounts counts() {
        return counts;
    }

    private End end(Site site, RecoveryStep step, Done done) throws InterruptedException {
        if (done.refused()) {
            return End.REFUSED;
        }
        Service service = site.service();
        if (step != RecoveryStep.STOP && awaitUp(service, patience(service, step, done))) {
            return End.HEALED;
        }
        return hosts.ask(site.host()) == null ? End.FAILED : End.UNKNOWN;
    }

    private RecoveryState after(
            Service service, RecoveryState before, RecoveryState during, End end) {
        return switch (end) {
            case HEALED, FAILED ->
                    RecoveryRules.end(
                            during,
                            service.recovery(),
                            end == End.HEALED,
                            random.nextDouble(),
                            clock.instant());
            case REFUSED -> RecoveryRules.refused(before);
            case UNKNOWN -> RecoveryRules.lost(during);
        };
    }

    /// What the machine does not let us do is a failed attempt, with all that comes of one.
    private Done take(RecoveryStep step, Site site) throws InterruptedException {
        try {
            Duration limit = site.service().recovery().actionTimeout();
            return steps.take(step, site, Deadline.after(limit, ticker));
        } catch (Problem problem) {
            return new Done(word(step), false, problem.message());
        }
    }

    private void announce(Service service, RecoveryStep step, String reason) {
        LOG.atInfo()
                .addKeyValue("service", service.id())
                .addKeyValue("step", word(step))
                .addKeyValue("reason", reason)
                .log("healing");
        if (service.recovery().notifyBefore()) {
            notifier.tell(
                    Notice.noted(
                            clock.instant(),
                            AlertKey.of(AlertRule.RECOVERY_STARTING, service.id()),
                            service.alerting().severity(),
                            service.label() + " is down; about to " + word(step).replace('_', ' '),
                            reason));
        }
    }

    /// Asks the service's check until it is up, or the time is over; as long as the server says
    /// that it is starting, the time is not over.
    private boolean awaitUp(Service service, Duration patience) throws InterruptedException {
        Deadline normal = Deadline.after(patience, ticker);
        Deadline starting = Deadline.after(LONGEST_START, ticker);
        Duration pause = FIRST_LOOK;
        while (true) {
            Transition seen = watch.checkHere(service);
            if (seen == null) {
                return false;
            }
            ServiceState state = seen.state();
            if (state.lastResult().up()) {
                return true;
            }
            if (state.fault() == Fault.STARTING ? starting.expired() : normal.expired()) {
                return false;
            }
            Thread.sleep(pause);
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_LOOK) < 0
                            ? pause.multipliedBy(2)
                            : LONGEST_LOOK;
        }
    }

    /// A reload shows at once whether it helps; a start may take its time; a step that failed is
    /// not waited for.
    private static Duration patience(Service service, RecoveryStep step, Done done) {
        if (!done.ok()) {
            return service.monitoring().retryDelay();
        }
        Duration most = service.recovery().actionTimeout();
        return step == RecoveryStep.RELOAD && most.compareTo(AFTER_RELOAD) > 0
                ? AFTER_RELOAD
                : most;
    }

    private String message(Site site, Done done, End end) {
        String now = board.state(site.service().id()).message();
        return switch (end) {
            case HEALED -> done.did() + "; it works again: " + now;
            case FAILED -> done.summary() + "; it does not work yet: " + now;
            case REFUSED -> "host " + site.host().id() + " does not permit it: " + done.summary();
            case UNKNOWN ->
                    done.summary() + "; the outcome is unknown: " + hosts.silent(site.host().id());
        };
    }

    private void record(
            Service service,
            RecoveryStep step,
            String reason,
            RecoveryTrigger trigger,
            Attempt attempt) {
        ServiceState state = board.state(service.id());
        Instant now = apart(clock.instant(), state.lastCheck());
        writer.append(
                new HistoryEntry(
                        service.id(),
                        service.hostId(),
                        now,
                        CheckType.PERFORMANCE,
                        state.lastResult(),
                        attempt.healed() ? 0 : HistoryEntry.UNKNOWN_CODE,
                        attempt.took(),
                        Metrics.NONE,
                        null,
                        null,
                        new RecoveryNote(word(step), attempt.healed(), attempt.message())));
        store.audit()
                .append(
                        new AuditEntry(
                                now,
                                trigger == RecoveryTrigger.AUTOMATIC ? "caretaker" : "person",
                                "recovery." + word(step),
                                service.id().value(),
                                attempt.healed(),
                                attempt.message(),
                                attempt.took(),
                                Map.of("reason", reason)));
    }

    /// The history keeps one row of a service in each millisecond.
    private static Instant apart(Instant now, @Nullable Instant lastCheck) {
        return lastCheck != null && lastCheck.toEpochMilli() == now.toEpochMilli()
                ? now.plusMillis(1)
                : now;
    }

    private void tell(Service service, Attempt attempt) {
        LOG.atInfo()
                .addKeyValue("service", service.id())
                .addKeyValue("took_ms", attempt.took().toMillis())
                .addKeyValue("result", attempt.message())
                .log(attempt.healed() ? "healed" : "not healed");
        String title =
                switch (attempt.end()) {
                    case HEALED -> " was brought back";
                    case FAILED -> " could not be brought back";
                    case REFUSED -> " is down and its host does not let caretaker heal it";
                    case UNKNOWN -> " was being brought back when its host was lost";
                };
        String hint =
                attempt.end() == End.REFUSED
                        ? "; once it may, `caretaker recover " + service.id() + " --force`"
                        : "";
        notifier.tell(
                Notice.noted(
                        clock.instant(),
                        AlertKey.of(
                                attempt.healed()
                                        ? AlertRule.RECOVERY_DONE
                                        : AlertRule.RECOVERY_FAILED,
                                service.id()),
                        attempt.healed() ? Severity.LOW : Severity.HIGH,
                        service.label() + title,
                        attempt.message() + hint));
    }

    static String word(RecoveryStep step) {
        return step.name().toLowerCase(Locale.ROOT);
    }
}
