package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.problem.Problem;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one client kept for a target between checks. Checks of the same target wait for each other.
/// Thread-safe.
final class KeptClient {
    private final LogIn logIn;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Link link;
    private boolean forgotten;

    KeptClient(LogIn logIn, Ticker ticker) {
        this.logIn = logIn;
        this.ticker = ticker;
    }

    DatabaseReply check(Deadline deadline) throws InterruptedException {
        if (!lock.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
            return new DatabaseReply.Unknown("another check of this server is still under way");
        }
        try {
            Reading reading = read(deadline);
            return new DatabaseReply.Reached(
                    reading.version(), reading.fingerprint(), reading.metrics(), reading.notice());
        } catch (BoundedWork.FailedException e) {
            return e.reason() instanceof Problem problem
                    ? new DatabaseReply.Unknown(problem.message())
                    : Refusals.of(e.reason());
        } catch (Problem e) {
            return new DatabaseReply.Unknown(e.message());
        } finally {
            lock.unlock();
        }
    }

    /// Closes the client once no check uses it.
    void close() {
        lock.lock();
        try {
            forgotten = true;
            if (link != null) {
                link.close();
                link = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Reads through the kept client; one whose connections turn out to be gone is replaced at
    /// once, because a server that was restarted between two checks is no failure.
    private Reading read(Deadline deadline)
            throws BoundedWork.FailedException, InterruptedException {
        Link kept = link;
        link = null;
        if (kept != null) {
            try {
                return through(kept, deadline);
            } catch (BoundedWork.FailedException e) {
                if (!Refusals.connectionLost(e.reason())) {
                    throw e;
                }
            }
        }
        return through(Link.open(logIn, ticker), deadline);
    }

    private Reading through(Link open, Deadline deadline)
            throws BoundedWork.FailedException, InterruptedException {
        boolean done = false;
        try {
            Reading reading =
                    BoundedWork.run(open.heartbeats(), deadline, () -> open.read(deadline));
            done = !forgotten;
            return reading;
        } finally {
            if (done) {
                link = open;
            } else {
                // Closing may wait for the driver, and nobody shall wait for that.
                Thread.ofVirtual().name("mongodb-close").start(open::close);
            }
        }
    }
}
