package io.caretaker.server.keep;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Transition;
import io.caretaker.core.store.Store;
import io.caretaker.server.alive.Pulse;
import io.caretaker.server.count.DurationCounts;
import io.caretaker.server.count.Durations;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes results and states to the store in batches, from one platform thread, so that no check
/// ever waits for a disk.
///
/// While the store does not take them, results wait in memory up to a bound, oldest dropped first
/// and counted; states are only ever the newest of each service. Thread-safe.
public final class StoreWriter implements StatusBoard.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
    private static final int BATCH = 5_000;
    private static final int MOST_WAITING = 200_000;
    private static final Duration LAST_TRY = Duration.ofSeconds(10);

    private final Store store;
    private final Duration interval;
    private final Thread thread;
    private final Pulse pulse = new Pulse(System::nanoTime);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<HistoryEntry> waiting = new ArrayDeque<>();
    private final Map<ServiceId, ServiceState> dirty = new HashMap<>();
    private final Durations latency =
            new Durations(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);
    private final LongAdder refused = new LongAdder();
    private long accepted;
    private long written;
    private long dropped;
    private boolean hurry;
    private boolean failing;
    private boolean closed;

    public StoreWriter(Store store, Duration interval) {
        this.store = store;
        this.interval = interval;
        this.thread = Thread.ofPlatform().daemon().name("caretaker-writer").unstarted(this::write);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        lock.lock();
        try {
            add(result.entry());
            dirty.put(transition.state().id(), transition.state());
            if (waiting.size() >= BATCH || notable(transition)) {
                hurry = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// What people act on is on disk within moments, not only with the next batch.
    private static boolean notable(Transition transition) {
        return switch (transition.kind()) {
            case HARD_DOWN, HARD_UP, HARD_UNKNOWN -> true;
            case NONE, SOFT_FAILURE, STILL_DOWN, DEGRADED_OR_RESTORED -> false;
        };
    }

    /// Adds a row that comes from recovery.
    public void append(HistoryEntry entry) {
        lock.lock();
        try {
            add(entry);
            hurry = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(HistoryEntry entry) {
        if (waiting.size() >= MOST_WAITING) {
            waiting.removeFirst();
            dropped++;
            written++;
        }
        waiting.addLast(entry);
        accepted++;
    }

    /// Waits until everything added before this call is on disk; false when the limit came first.
    public boolean flush(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long target = accepted;
            long left = limit.toNanos();
            hurry = true;
            changed.signalAll();
            while ((written < target || !dirty.isEmpty()) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return written >= target;
        } finally {
            lock.unlock();
        }
    }

    /// Results that wait for the store.
    public int backlog() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// Time since the thread last came round, for a watchdog.
    public Duration sinceLastTurn() {
        return pulse.silence();
    }

    /// Results given up because the store did not take them for too long.
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /// Results that the store took since the start.
    public long written() {
        lock.lock();
        try {
            return written - dropped;
        } finally {
            lock.unlock();
        }
    }

    /// How long the store took for each batch that it took.
    public DurationCounts latency() {
        return latency.counts();
    }

    /// Batches that the store did not take, since the start.
    public long refused() {
        return refused.sum();
    }

    private void write() {
        while (true) {
            pulse.beat();
            try {
                if (!awaitWork()) {
                    return;
                }
                writeOnce();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean awaitWork() throws InterruptedException {
        lock.lock();
        try {
            long left = interval.toNanos();
            // After a failure the interval is kept even when somebody hurries: a store that is down
            // is not hammered.
            while (left > 0 && !closed && (failing || !hurry)) {
                left = changed.awaitNanos(left);
            }
            hurry = false;
            return !(closed && waiting.isEmpty() && dirty.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    private void writeOnce() throws InterruptedException {
        List<HistoryEntry> batch = new ArrayList<>();
        List<ServiceState> states;
        long droppedBefore;
        lock.lock();
        try {
            droppedBefore = dropped;
            waiting.stream().limit(BATCH).forEach(batch::add);
            states = List.copyOf(dirty.values());
        } finally {
            lock.unlock();
        }
        if (batch.isEmpty() && states.isEmpty()) {
            return;
        }
        long began = System.nanoTime();
        try {
            store.history().append(batch);
            store.states().write(states);
            latency.add(System.nanoTime() - began);
            done(batch, states, droppedBefore);
        } catch (Problem problem) {
            refused.increment();
            failed(problem);
        }
    }

    private void done(List<HistoryEntry> batch, List<ServiceState> states, long droppedBefore) {
        lock.lock();
        try {
            // Entries at the head may have been dropped while the batch was written; the rest of
            // the batch goes now.
            for (long left = batch.size() - (dropped - droppedBefore); left > 0; left--) {
                waiting.removeFirst();
                written++;
            }
            states.forEach(state -> dirty.remove(state.id(), state));
            if (failing) {
                LOG.atInfo().addKeyValue("dropped", dropped).log("the store takes results again");
            }
            failing = false;
            hurry = hurry || waiting.size() >= BATCH;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(Problem problem) throws InterruptedException {
        lock.lock();
        try {
            if (!failing) {
                LOG.atError()
                        .addKeyValue("problem", problem.message())
                        .addKeyValue("hint", problem.hint())
                        .log("the store does not take results; they wait in memory");
            }
            failing = true;
            if (closed) {
                throw new InterruptedException("closing with a store that does not answer");
            }
        } finally {
            lock.unlock();
        }
    }

    /// Writes what waits, as far as the store takes it within ten seconds, and ends the thread.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(LAST_TRY.toMillis()); // at once when never started
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
