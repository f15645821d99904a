package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.problem.Problem;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one connection kept for a target between checks. Checks of the same target wait for each
/// other. Thread-safe.
final class KeptConnection {
    private final DatabaseTarget target;
    private final LogIn logIn;
    private final NameResolver names;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Recollection recollection = new Recollection();
    private @Nullable Session session;
    private volatile @Nullable ServerFacts facts;
    private boolean forgotten;

    KeptConnection(DatabaseTarget target, LogIn logIn, NameResolver names, Ticker ticker) {
        this.target = target;
        this.logIn = logIn;
        this.names = names;
        this.ticker = ticker;
    }

    DatabaseReply check(Deadline deadline) throws InterruptedException {
        return ask(Session::read, deadline);
    }

    DatabaseReply examine(HealthScope scope, Deadline deadline) throws InterruptedException {
        var errands = new Errands(target, logIn.secrets(), names);
        var rare = new RareReadings(recollection, errands, ticker);
        return ask(
                open -> new HealthPass(recollection, rare, scope, deadline, ticker).look(open),
                deadline);
    }

    /// The settings as they were when they were last read; null before that.
    @Nullable ServerFacts facts() {
        return facts;
    }

    /// What is asked of a server through an open connection.
    private interface Question {
        Reading ask(Session session) throws SQLException;
    }

    private DatabaseReply ask(Question question, Deadline deadline) throws InterruptedException {
        if (!lock.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
            return new DatabaseReply.Unknown("another check of this server is still under way");
        }
        try {
            return judged(read(question, deadline));
        } catch (SQLException e) {
            return Refusals.of(e);
        } catch (Problem e) {
            return new DatabaseReply.Unknown(e.message());
        } finally {
            lock.unlock();
        }
    }

    /// Closes the connection if no check uses it; what is remembered of the server stays.
    void rest() {
        if (lock.tryLock()) {
            try {
                if (session != null) {
                    session.close();
                    session = null;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /// Closes the connection once no check uses it.
    void close() {
        lock.lock();
        try {
            forgotten = true;
            if (session != null) {
                session.close();
                session = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Reads through the kept connection; one that turns out to be gone is replaced at once,
    /// because a server that was restarted between two checks is no failure.
    private Reading read(Question question, Deadline deadline)
            throws SQLException, InterruptedException {
        Session kept = session;
        session = null;
        if (kept != null) {
            try {
                return through(kept, question, deadline);
            } catch (SQLException e) {
                kept.line().cut();
                if (!Refusals.connectionLost(e)) {
                    throw e;
                }
            }
        }
        return through(opened(deadline), question, deadline);
    }

    private Session opened(Deadline deadline) throws SQLException, InterruptedException {
        var line = new Line(target, names, deadline);
        return BoundedWork.run(line, deadline, () -> Session.open(line, logIn, deadline, ticker));
    }

    private Reading through(Session open, Question question, Deadline deadline)
            throws SQLException, InterruptedException {
        Reading reading = BoundedWork.run(open.line(), deadline, () -> question.ask(open));
        facts = reading.facts();
        if (forgotten || open.broken()) {
            open.close();
        } else {
            session = open;
        }
        return reading;
    }

    private DatabaseReply judged(Reading reading) {
        ServerVersion version = reading.facts().version();
        String mismatch =
                version.kind() == target.engine()
                        ? null
                        : "configured as "
                                + target.engine().label()
                                + ", but the server is "
                                + version.label();
        String notice = mismatch == null ? reading.notice() : mismatch;
        return new DatabaseReply.Reached(
                version.text(),
                reading.facts().fingerprint(),
                reading.metrics(),
                notice,
                reading.notes(),
                reading.details());
    }
}
