package io.caretaker.hosts.probe;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A bounded pool that knows when all its threads hang. Thread-safe.
final class LookupThreads {
    private static final int MOST = 64;
    private static final long STUCK_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ThreadPoolExecutor pool;
    private volatile long lastFinished = System.nanoTime();

    LookupThreads() {
        pool =
                new ThreadPoolExecutor(
                        MOST,
                        MOST,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().name("caretaker-dns-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
    }

    void execute(Runnable lookup) {
        if (pool.getActiveCount() < MOST) {
            lastFinished = System.nanoTime();
        }
        pool.execute(lookup);
    }

    void finished() {
        lastFinished = System.nanoTime();
    }

    boolean stuck() {
        return pool.getActiveCount() == MOST
                && System.nanoTime() - lastFinished > STUCK_AFTER_NANOS;
    }

    void close() {
        pool.shutdownNow();
    }
}
