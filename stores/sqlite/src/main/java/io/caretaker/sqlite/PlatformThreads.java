package io.caretaker.sqlite;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs native code off the carriers of virtual threads: SQLite waits for the disk in C, and a
/// virtual thread that called it would hold its carrier meanwhile. Platform threads call directly.
///
/// Work that was begun is waited for even when the caller is interrupted: a write is never left in
/// doubt. Thread-safe.
final class PlatformThreads implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().daemon().name("sqlite-", 1).factory());

    PlatformThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    <T extends @Nullable Object> T call(Supplier<T> work) {
        if (!Thread.currentThread().isVirtual()) {
            return work.get();
        }
        var task = new FutureTask<T>(work::get);
        threads.execute(task);
        return await(task);
    }

    private static <T extends @Nullable Object> T await(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
