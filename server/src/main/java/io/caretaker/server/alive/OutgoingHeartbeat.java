package io.caretaker.server.alive;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.liveness.LifeSign;
import io.caretaker.core.liveness.Liveness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives signs of life to an outside service as long as every loop of the daemon makes progress,
/// and none while one hangs, so that the service notices. Thread-safe.
public final class OutgoingHeartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingHeartbeat.class);
    private static final Duration LONGEST_SIGN = Duration.ofSeconds(10);
    private static final int MANY_FAILURES = 3;
    private static final AlertKey FAILING = AlertKey.own(AlertRule.LIFE_SIGN_FAILING);

    private final Supplier<Liveness> liveness;
    private final Notifier desk;
    private final InstantSource clock;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private @Nullable LifeSign sign;
    private Duration every = Duration.ofMinutes(1);
    private boolean changedSince;
    private int failures;

    public OutgoingHeartbeat(
            Supplier<Liveness> liveness, Notifier desk, InstantSource clock, Ticker ticker) {
        this.liveness = liveness;
        this.desk = desk;
        this.clock = clock;
        this.ticker = ticker;
        this.thread = Thread.ofPlatform().daemon().name("caretaker-life-sign").unstarted(this::run);
    }

    /// Gives these signs from now on, the first at once.
    ///
    /// @param newSign null gives none
    public void use(@Nullable LifeSign newSign, Duration interval) {
        lock.lock();
        try {
            sign = newSign;
            every = interval;
            failures = 0;
            changedSince = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (true) {
            try {
                giveOne();
                rest();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a sign of life met a defect; the next is given");
            }
        }
    }

    private void rest() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = every.toNanos();
            while (!changedSince && (sign == null || left > 0)) {
                if (sign == null) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            changedSince = false;
        } finally {
            lock.unlock();
        }
    }

    private void giveOne() throws InterruptedException {
        LifeSign now;
        Duration limit;
        lock.lockInterruptibly();
        try {
            now = sign;
            limit = every.compareTo(LONGEST_SIGN) < 0 ? every : LONGEST_SIGN;
        } finally {
            lock.unlock();
        }
        if (now == null) {
            cleared("signs of life are no longer given");
        } else if (liveness.get().well()) {
            arrived(now.give(Deadline.after(limit, ticker)));
        }
    }

    private void arrived(Optional<String> failure) {
        if (failure.isEmpty()) {
            if (failures > 0) {
                LOG.info("signs of life arrive again");
            }
            failures = 0;
            cleared("signs of life arrive again");
            return;
        }
        failures++;
        if (failures == 1) {
            LOG.atWarn()
                    .addKeyValue("reason", failure.get())
                    .log("a sign of life did not arrive; the next is given in its time");
        }
        if (failures >= MANY_FAILURES && !desk.firing(FAILING)) {
            desk.tell(
                    Notice.raised(
                            clock.instant(),
                            FAILING,
                            Severity.HIGH,
                            "the service that watches caretaker itself is not reached",
                            failure.get()));
        }
    }

    private void cleared(String words) {
        desk.clear(Notice.cleared(clock.instant(), FAILING, words, ""));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
