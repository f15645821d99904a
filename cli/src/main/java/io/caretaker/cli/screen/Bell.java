package io.caretaker.cli.screen;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes the one who waits for it; rings while nobody waits count as one. Thread-safe.
public final class Bell {
    private final Semaphore rings = new Semaphore(0);

    public void ring() {
        rings.release();
    }

    /// Waits until it rings.
    ///
    /// @param most how long to wait; at once when negative
    /// @return whether it rang
    public boolean heard(Duration most) throws InterruptedException {
        boolean rang = rings.tryAcquire(Math.max(0, most.toNanos()), TimeUnit.NANOSECONDS);
        rings.drainPermits();
        return rang;
    }
}
