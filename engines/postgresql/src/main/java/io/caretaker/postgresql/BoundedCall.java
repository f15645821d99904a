package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs the driver on a virtual thread of its own, because the driver itself cannot be relied on to
/// return in time.
final class BoundedCall {
    private BoundedCall() {}

    /// The result of the work. At the deadline, and when the caller is interrupted, `abort` is
    /// called, the work is interrupted, and this returns without waiting for its end.
    static <T> T run(Callable<T> work, Deadline deadline, Runnable abort)
            throws InterruptedException, TimeoutException {
        var task = new FutureTask<>(work);
        Thread.ofVirtual().name("postgresql-check").start(task);
        try {
            return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException bug
                    ? bug
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            abort.run();
            task.cancel(true);
            throw e;
        }
    }
}
