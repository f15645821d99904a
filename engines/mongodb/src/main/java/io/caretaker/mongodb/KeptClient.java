package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.problem.Problem;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one client kept for a target between checks. Checks of the same target wait for each other.
/// Thread-safe.
final class KeptClient {
    private final LogIn logIn;
    private final Ticker ticker;
    private final Recollection recollection = new Recollection();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Link link;
    private boolean forgotten;

    KeptClient(LogIn logIn, Ticker ticker) {
        this.logIn = logIn;
        this.ticker = ticker;
    }

    DatabaseReply check(Deadline deadline) throws InterruptedException {
        return ask(
                deadline,
                open -> {
                    Reading reading = open.read(deadline);
                    return new DatabaseReply.Reached(
                            reading.version(),
                            reading.fingerprint(),
                            reading.metrics(),
                            reading.notice());
                });
    }

    DatabaseReply examine(HealthScope scope, Deadline deadline) throws InterruptedException {
        return ask(
                deadline,
                open -> new HealthPass(recollection, logIn.target(), scope, deadline).look(open));
    }

    /// The directories that the server keeps its data in, as far as it has told.
    List<String> dataDirectories() {
        ServerOptions options = recollection.options();
        return options == null ? List.of() : options.dataDirectories();
    }

    private DatabaseReply ask(Deadline deadline, Function<Link, DatabaseReply> question)
            throws InterruptedException {
        if (!lock.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
            return new DatabaseReply.Unknown("another check of this server is still under way");
        }
        try {
            return read(deadline, question);
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
    private DatabaseReply read(Deadline deadline, Function<Link, DatabaseReply> question)
            throws BoundedWork.FailedException, InterruptedException {
        Link kept = link;
        link = null;
        if (kept != null) {
            try {
                return through(kept, deadline, question);
            } catch (BoundedWork.FailedException e) {
                if (!Refusals.connectionLost(e.reason())) {
                    throw e;
                }
            }
        }
        return through(Link.open(logIn, ticker), deadline, question);
    }

    private DatabaseReply through(
            Link open, Deadline deadline, Function<Link, DatabaseReply> question)
            throws BoundedWork.FailedException, InterruptedException {
        boolean done = false;
        try {
            DatabaseReply reply =
                    BoundedWork.run(open.heartbeats(), deadline, () -> question.apply(open));
            done = !forgotten;
            return reply;
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
