package io.caretaker.server.watch;

import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Transition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts each service's check when it is due, on a virtual thread of its own, and abandons checks
/// that overrun their limit.
///
/// One platform thread keeps the time. It only starts and abandons checks, so that no target delays
/// another. Regular checks keep their phase: a late one does not move the following ones. Checks
/// due soon after others wait and start together with more, a fiftieth of the shortest interval and
/// at most half a second after those; a check that is due alone starts when it is due. Thread-safe.
public final class WatchLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchLoop.class);
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final long SWEEP_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(500).toNanos();
    private static final Duration FIRST_SPREAD_EACH = Duration.ofMillis(2);

    private final Checks checks;
    private final HostWatch hosts;
    private final StatusBoard board;
    private final Lanes lanes;
    private final InstantSource clock;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Lateness lateness = new Lateness();
    private final LongAdder abandoned = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ServiceId, Watched> watched = new HashMap<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Set<RunningCheck> running = ConcurrentHashMap.newKeySet();
    private final Thread keeper;
    private long gridNanos = LONGEST_WAIT_NANOS;
    private long startedNanos;
    private boolean urgent;
    private volatile boolean closed;
    private volatile long lastTurnNanos;

    public WatchLoop(
            Checks checks,
            HostWatch hosts,
            StatusBoard board,
            int mostChecks,
            int mostChecksPerHost,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random) {
        this.checks = checks;
        this.hosts = hosts;
        this.board = board;
        this.lanes = new Lanes(mostChecks, mostChecksPerHost);
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
        this.lastTurnNanos = ticker.nanos();
        this.startedNanos = lastTurnNanos;
        this.keeper =
                Thread.ofPlatform().daemon().name("caretaker-watch").unstarted(this::keepTime);
    }

    public void start() {
        keeper.start();
    }

    /// A service as it is watched; `version` tells stale entries of the queue.
    private static final class Watched {
        private Service service;
        private long version;
        private long dueNanos;
        private boolean busy;
        private boolean again;

        Watched(Service service) {
            this.service = service;
        }
    }

    private record Due(long nanos, ServiceId id, long version) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.signum(nanos - other.nanos);
        }
    }

    /// Watches exactly the enabled services of hosts that are not decommissioned. Services that
    /// stay keep their phase.
    public void use(Inventory inventory) {
        lock.lock();
        try {
            var wanted = new HashMap<ServiceId, Service>();
            for (Service service : inventory.services()) {
                if (service.monitoring().enabled()
                        && inventory.hostOf(service).status() != HostStatus.DECOMMISSIONED) {
                    wanted.put(service.id(), service);
                }
            }
            watched.keySet().retainAll(wanted.keySet());
            long spread =
                    Math.max(
                            Duration.ofSeconds(1).toNanos(),
                            FIRST_SPREAD_EACH.toNanos() * wanted.size());
            wanted.values().forEach(service -> adopt(service, spread));
            gridNanos = grid(wanted.values());
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void adopt(Service service, long spreadNanos) {
        Watched known = watched.get(service.id());
        if (known == null) {
            known = new Watched(service);
            watched.put(service.id(), known);
            long most = Math.min(spreadNanos, service.monitoring().interval().toNanos());
            schedule(known, ticker.nanos() + random.nextLong(most));
        } else {
            boolean hurried =
                    service.monitoring().interval().compareTo(known.service.monitoring().interval())
                            < 0;
            known.service = service;
            if (hurried && !known.busy) {
                schedule(
                        known,
                        Math.min(
                                known.dueNanos,
                                ticker.nanos() + service.monitoring().interval().toNanos()));
            }
        }
    }

    private static long grid(Iterable<Service> services) {
        long shortest = Long.MAX_VALUE;
        for (Service service : services) {
            shortest = Math.min(shortest, service.monitoring().interval().toNanos());
        }
        return Math.clamp(shortest / 50, 1_000_000, LONGEST_WAIT_NANOS);
    }

    private void schedule(Watched service, long dueNanos) {
        service.version++;
        service.dueNanos = dueNanos;
        queue.add(new Due(dueNanos, service.service.id(), service.version));
    }

    private void wake() {
        urgent = true;
        changed.signalAll();
    }

    /// Checks a service as soon as possible, out of turn.
    public void checkNow(ServiceId id) {
        lock.lock();
        try {
            Watched service = watched.get(id);
            if (service == null) {
                return;
            }
            if (service.busy) {
                service.again = true;
            } else {
                schedule(service, ticker.nanos());
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Runs the check in the calling thread and records it, as recovery does to see whether its
    /// step has worked.
    ///
    /// @return null when the service has left the inventory
    public @Nullable Transition checkHere(Service service) throws InterruptedException {
        Host home = board.inventory().host(service.hostId()).orElse(null);
        return home == null ? null : board.record(hosts.judge(checks.run(service, home), home));
    }

    /// Records a failure that was noticed by event and needs no retry, and checks again soon.
    public void reportGone(Service service, String message) {
        var reply = ProbeReply.of(new Outcome.Down(Fault.NOT_RUNNING, message, null));
        board.record(
                new CheckResult(
                        service,
                        CheckType.STATUS_CHECK,
                        checks.judged(service, reply),
                        clock.instant(),
                        Duration.ZERO,
                        true));
    }

    /// How late checks started.
    public Lateness lateness() {
        return lateness;
    }

    /// Time since the keeper last turned, for a watchdog.
    public Duration sinceLastTurn() {
        return Duration.ofNanos(ticker.nanos() - lastTurnNanos);
    }

    /// Checks that were given up at their time limit, since the start.
    public long abandonedChecks() {
        return abandoned.sum();
    }

    public int runningChecks() {
        return running.size();
    }

    private void keepTime() {
        long nextSweep = ticker.nanos() + SWEEP_NANOS;
        while (!closed) {
            try {
                startDue();
                long now = ticker.nanos();
                if (now - nextSweep >= 0) {
                    sweep(now);
                    nextSweep = now + SWEEP_NANOS;
                }
                lastTurnNanos = now;
                rest();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("the watch loop met a defect and goes on");
            }
        }
    }

    private void startDue() {
        lock.lock();
        try {
            long now = ticker.nanos();
            for (Due due = queue.peek(); due != null && due.nanos - now <= 0; due = queue.peek()) {
                queue.poll();
                Watched service = watched.get(due.id);
                if (service != null && service.version == due.version && !service.busy) {
                    service.busy = true;
                    startedNanos = now;
                    long dueNanos = due.nanos;
                    Thread.ofVirtual().start(() -> check(service, dueNanos));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void sweep(long now) {
        for (RunningCheck check : List.copyOf(running)) {
            if (check.overdue(now) && check.end()) {
                check.interrupt();
                running.remove(check);
                abandon(check.timedOut(now));
            }
        }
    }

    /// Whether the host answers is asked elsewhere: the keeper waits for nobody.
    private void abandon(CheckResult result) {
        abandoned.increment();
        LOG.atDebug()
                .addKeyValue("service", result.service().id())
                .log("a check was abandoned at its time limit");
        Host home = board.inventory().host(result.service().hostId()).orElse(null);
        if (home == null || home.local()) {
            finish(result);
        } else {
            Thread.ofVirtual().start(() -> finish(result));
        }
    }

    private void rest() throws InterruptedException {
        lock.lock();
        try {
            if (!urgent) {
                awaitNanos(
                        Math.min(
                                untilNext(), running.isEmpty() ? LONGEST_WAIT_NANOS : SWEEP_NANOS));
            }
            urgent = false;
        } finally {
            lock.unlock();
        }
    }

    /// Checks that are due close together share a wake-up; only what is urgent does not wait for
    /// it.
    private long untilNext() {
        Due next = queue.peek();
        if (next == null) {
            return LONGEST_WAIT_NANOS;
        }
        long now = ticker.nanos();
        return Math.max(next.nanos - now, startedNanos + gridNanos - now);
    }

    private void awaitNanos(long nanos) throws InterruptedException {
        long left = nanos;
        while (left > 0 && !urgent && !closed) {
            left = changed.awaitNanos(left);
        }
    }

    private void check(Watched watchedService, long dueNanos) {
        Service service = watchedService.service;
        boolean hangs = board.state(service.id()).fault() == Fault.TIMED_OUT;
        Lanes.Lane lane = lanes.lane(hangs);
        try {
            lane.enter(service.hostId());
        } catch (InterruptedException e) {
            return;
        }
        long began = ticker.nanos();
        lateness.add(began - dueNanos);
        var check =
                new RunningCheck(service, Thread.currentThread(), clock.instant(), began, GRACE);
        running.add(check);
        CheckResult result = null;
        try {
            Host home = board.inventory().host(service.hostId()).orElse(null);
            result = home == null ? null : checks.run(service, home);
        } catch (InterruptedException e) {
            // Abandoned: the sweep has reported already.
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("service", service.id())
                    .log("a check met a defect");
            result = defect(service, e);
        } finally {
            lane.leave(service.hostId());
            running.remove(check);
        }
        if (result != null && check.end()) {
            finish(result);
        }
    }

    private CheckResult defect(Service service, RuntimeException defect) {
        var outcome = new Outcome.Unknown("caretaker's check met a defect", defect.toString());
        return new CheckResult(
                service,
                CheckType.STATUS_CHECK,
                ProbeReply.of(outcome),
                clock.instant(),
                Duration.ZERO,
                false);
    }

    private void finish(CheckResult result) {
        Transition transition = null;
        try {
            transition = board.record(judged(result));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("service", result.service().id())
                    .log("a result met a defect");
        }
        Duration next =
                transition == null
                        ? result.service().monitoring().interval()
                        : transition.nextCheck();
        reschedule(result.service().id(), next);
    }

    private CheckResult judged(CheckResult result) throws InterruptedException {
        Host home = board.inventory().host(result.service().hostId()).orElse(null);
        return home == null ? result : hosts.judge(result, home);
    }

    private void reschedule(ServiceId id, Duration next) {
        lock.lock();
        try {
            Watched service = watched.get(id);
            if (service == null || !service.busy) {
                return;
            }
            service.busy = false;
            long now = ticker.nanos();
            if (service.again) {
                service.again = false;
                schedule(service, now);
                wake();
            } else if (next.equals(service.service.monitoring().interval())) {
                schedule(service, afterNow(service.dueNanos, next.toNanos(), now));
            } else {
                schedule(service, now + next.toNanos());
            }
            if (service.dueNanos - now < gridNanos) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The next instant of the phase that lies in the future.
    private static long afterNow(long dueNanos, long intervalNanos, long now) {
        long next = dueNanos + intervalNanos;
        return next - now > 0 ? next : next + ((now - next) / intervalNanos + 1) * intervalNanos;
    }

    /// Stops starting checks and waits shortly for those under way.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wake();
        } finally {
            lock.unlock();
        }
        keeper.interrupt();
        running.forEach(RunningCheck::interrupt);
        long end = ticker.nanos() + TimeUnit.SECONDS.toNanos(2);
        while (!running.isEmpty() && end - ticker.nanos() > 0) {
            Thread.onSpinWait();
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
