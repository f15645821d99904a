package io.caretaker.server.watch;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.problem.Problem;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that may hang with its host: one errand at a time for each host, on a virtual thread, so
/// that no host waits for another. What is too much for a host is dropped: it comes again.
/// Thread-safe.
public final class HostErrands implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostErrands.class);
    private static final int MOST_WAITING = 2_000;

    private final String purpose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<HostId, ArrayDeque<Errand>> waiting = new HashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private boolean closed;

    /// What is to be done.
    @FunctionalInterface
    public interface Errand {
        void run() throws InterruptedException;
    }

    /// @param purpose for the log, when an errand fails
    public HostErrands(String purpose) {
        this.purpose = purpose;
    }

    /// Does the errand soon; false when the host has too many already.
    public boolean send(HostId host, Errand errand) {
        lock.lock();
        try {
            ArrayDeque<Errand> line = waiting.get(host);
            if (closed || (line != null && line.size() >= MOST_WAITING)) {
                return false;
            }
            if (line != null) {
                line.add(errand);
                return true;
            }
            line = new ArrayDeque<>();
            line.add(errand);
            waiting.put(host, line);
            Thread thread = Thread.ofVirtual().unstarted(() -> work(host));
            threads.add(thread);
            thread.start();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void work(HostId host) {
        try {
            Errand next = next(host);
            while (next != null) {
                run(host, next);
                next = next(host);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private @org.jspecify.annotations.Nullable Errand next(HostId host) {
        lock.lock();
        try {
            ArrayDeque<Errand> line = waiting.get(host);
            Errand next = line == null || closed ? null : line.poll();
            if (next == null) {
                waiting.remove(host);
                threads.remove(Thread.currentThread());
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void run(HostId host, Errand errand) throws InterruptedException {
        try {
            errand.run();
        } catch (Problem problem) {
            LOG.atDebug()
                    .addKeyValue("host", host)
                    .addKeyValue("purpose", purpose)
                    .addKeyValue("problem", problem.message())
                    .log("a host could not be asked; it is asked again later");
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("host", host)
                    .addKeyValue("purpose", purpose)
                    .log("work on a host met a defect and goes on");
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            threads.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
