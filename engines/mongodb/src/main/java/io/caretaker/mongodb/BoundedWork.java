package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Runs driver work on a virtual thread of its own and stops waiting at the deadline, or as soon as
/// the server is known to be out of reach, whatever the driver does.
final class BoundedWork {
    private BoundedWork() {}

    /// What the work threw, or the driver's monitor saw; [TimeoutException] at the deadline.
    static final class FailedException extends Exception {
        private FailedException(Throwable cause) {
            super(cause);
        }

        Throwable reason() {
            return getCause() == null ? this : getCause();
        }
    }

    static <T> T run(Heartbeats heartbeats, Deadline deadline, Supplier<T> work)
            throws FailedException, InterruptedException {
        var result = new CompletableFuture<T>();
        heartbeats.watch(result);
        Thread worker =
                Thread.ofVirtual().name("mongodb-check").start(() -> complete(result, work));
        boolean done = false;
        try {
            T value = result.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
            done = true;
            return value;
        } catch (TimeoutException e) {
            throw new FailedException(e);
        } catch (ExecutionException e) {
            throw new FailedException(e.getCause() == null ? e : e.getCause());
        } finally {
            heartbeats.release();
            if (!done) {
                worker.interrupt();
            }
        }
    }

    /// Everything the work throws goes to who waits for it.
    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }
}
