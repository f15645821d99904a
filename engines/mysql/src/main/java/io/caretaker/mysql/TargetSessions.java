package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionsReply;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is kept of one target to see and end its sessions: the connection, and what was seen last.
/// One question at a time; the next one waits for its turn. Thread-safe.
final class TargetSessions implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
    private static final int TOLD_AGAIN = 6;

    private final DatabaseTarget target;
    private final LogIn logIn;
    private final NameResolver names;
    private final SessionMemory memory = new SessionMemory();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean closed;
    private volatile @Nullable SessionLink kept;

    TargetSessions(DatabaseTarget target, LogIn logIn, NameResolver names) {
        this.target = target;
        this.logIn = logIn;
        this.names = names;
    }

    SessionsReply look(Deadline deadline) throws InterruptedException {
        return ask(
                link -> new SessionsReply.Seen(link.look()), SessionsReply.Unseen::new, deadline);
    }

    EndReply end(
            SessionKey key, @Nullable Instant unchangedSince, EndMethod method, Deadline deadline)
            throws InterruptedException {
        if (PreparedTransactions.named(key.id())) {
            return new EndReply.Failed(
                    "nobody is connected to a prepared transaction; it ends by XA ROLLBACK or XA"
                            + " COMMIT");
        }
        EndReply reply = ask(link -> link.end(key, unchangedSince, method), this::failed, deadline);
        if (!(reply instanceof EndReply.Done)) {
            return reply;
        }
        return switch (method) {
            case TERMINATE -> awaitEnd(key, deadline);
            case CANCEL -> {
                if (unchangedSince != null && target.engine() == EngineKind.MARIADB) {
                    insist(key, unchangedSince, deadline);
                }
                yield reply;
            }
        };
    }

    /// MariaDB forgets to cancel a procedure that was just between two of its statements (10.11:
    /// 182 of 1,339 orders), so that whatever goes on unchanged is told again. A query that only
    /// takes its time to stop is told in vain. Of MySQL this is not known, and there comparing and
    /// ending are two statements, between which a query that stops may give way to the next.
    private void insist(SessionKey key, Instant unchangedSince, Deadline deadline)
            throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int i = 0; i < TOLD_AGAIN; i++) {
            Thread.sleep(pause);
            EndReply reply =
                    ask(
                            link -> link.end(key, unchangedSince, EndMethod.CANCEL),
                            this::failed,
                            deadline);
            if (!(reply instanceof EndReply.Done)) {
                return;
            }
            pause = pause.multipliedBy(2);
        }
    }

    /// Asks in turns with others, so that one session that does not end holds up nobody. A session
    /// that has changed much rolls it back first, which may take as long as the changes did.
    private EndReply awaitEnd(SessionKey key, Deadline deadline) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            EndReply reply = ask(link -> ended(link, key), this::failed, deadline);
            boolean waitOn = reply instanceof EndReply.StillThere && !deadline.expired();
            if (!waitOn) {
                return reply instanceof EndReply.Failed && deadline.expired()
                        ? stillThere(key)
                        : reply;
            }
            Duration left = deadline.remaining();
            Thread.sleep(pause.compareTo(left) < 0 ? pause : left);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
    }

    private static EndReply ended(SessionLink link, SessionKey key) throws SQLException {
        return link.present(key) ? stillThere(key) : new EndReply.Done();
    }

    private static EndReply stillThere(SessionKey key) {
        return new EndReply.StillThere(
                "session "
                        + key.id()
                        + " was told to end and is still there; what it has changed is being"
                        + " rolled back");
    }

    private EndReply failed(DatabaseReply reply) {
        return new EndReply.Failed(
                switch (reply) {
                    case DatabaseReply.Refused refused ->
                            refused.details() == null
                                    ? refused.message()
                                    : refused.message() + " (" + refused.details() + ")";
                    case DatabaseReply.Unknown unknown -> unknown.message();
                    case DatabaseReply.Reached _ -> "the server was reached";
                });
    }

    /// Cuts the connection at once, also under a question that runs.
    @Override
    public void close() {
        closed = true;
        drop();
    }

    private <T> T ask(Question<T> question, Function<DatabaseReply, T> otherwise, Deadline deadline)
            throws InterruptedException {
        if (!turn.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            return otherwise.apply(
                    new DatabaseReply.Unknown("the question before this one has no answer yet"));
        }
        try {
            if (closed) {
                return otherwise.apply(
                        new DatabaseReply.Unknown("the target is no longer watched"));
            }
            if (deadline.expired()) {
                return otherwise.apply(new DatabaseReply.Unknown("no time is left to ask"));
            }
            return answer(question, deadline);
        } catch (SQLException e) {
            return otherwise.apply(Refusals.of(e));
        } catch (Problem problem) {
            return otherwise.apply(new DatabaseReply.Unknown(problem.message()));
        } finally {
            turn.unlock();
        }
    }

    /// A kept connection that fails says little: the server may have been restarted since. A fresh
    /// one decides. Asking a second time does no harm, because a session is only ended if it is
    /// still the one that was meant.
    private <T> T answer(Question<T> question, Deadline deadline)
            throws SQLException, InterruptedException {
        SessionLink used = kept;
        if (used != null && !used.worn()) {
            try {
                return through(used, question, deadline);
            } catch (SQLException e) {
                if (!Refusals.connectionLost(e)) {
                    throw e;
                }
            }
        }
        drop();
        SessionLink fresh = open(deadline);
        kept = fresh;
        if (closed) {
            drop();
        }
        return through(fresh, question, deadline);
    }

    private <T> T through(SessionLink link, Question<T> question, Deadline deadline)
            throws SQLException, InterruptedException {
        try {
            return BoundedWork.run(link.line(), deadline, () -> question.ask(link));
        } catch (SQLException e) {
            if (Refusals.connectionLost(e) || e.getErrorCode() <= 0) {
                drop();
            }
            throw e;
        } catch (InterruptedException e) {
            drop();
            throw e;
        }
    }

    private SessionLink open(Deadline deadline) throws SQLException, InterruptedException {
        var line = new Line(target, names, deadline);
        return BoundedWork.run(
                line, deadline, () -> SessionLink.open(line, logIn, memory, deadline));
    }

    private void drop() {
        SessionLink link = kept;
        kept = null;
        if (link != null) {
            link.cut();
        }
    }

    /// Something that is asked over a connection.
    private interface Question<T> {
        T ask(SessionLink link) throws SQLException;
    }
}
