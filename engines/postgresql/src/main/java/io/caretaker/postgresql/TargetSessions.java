package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionsReply;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is kept of one target to see and end its sessions: the connection. One question at a time;
/// the next one waits for its turn.
final class TargetSessions implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final DatabaseTarget target;
    private final SecretSource secrets;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean closed;
    private volatile @Nullable SessionLink kept;

    TargetSessions(DatabaseTarget target, SecretSource secrets) {
        this.target = target;
        this.secrets = secrets;
    }

    SessionsReply look(Deadline deadline) throws InterruptedException {
        return ask(
                link -> new SessionsReply.Seen(link.look()), SessionsReply.Unseen::new, deadline);
    }

    EndReply end(
            SessionKey key, @Nullable Instant unchangedSince, EndMethod method, Deadline deadline)
            throws InterruptedException {
        if (PreparedBlockers.named(key.id())) {
            return new EndReply.Failed(
                    "nobody is connected to a prepared transaction; it ends by ROLLBACK PREPARED"
                            + " or COMMIT PREPARED in its database");
        }
        EndReply reply = ask(link -> link.end(key, unchangedSince, method), this::failed, deadline);
        return reply instanceof EndReply.Done && method == EndMethod.TERMINATE
                ? awaitEnd(key, deadline)
                : reply;
    }

    /// Asks in turns with others, so that one session that does not end holds up nobody.
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
                "session " + key.id() + " was told to end and is still there");
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

    /// Closes the connection at once, also under a question that runs.
    @Override
    public void close() {
        closed = true;
        SessionLink link = kept;
        if (link != null) {
            link.abort();
        }
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
            return bounded(question, otherwise, deadline);
        } finally {
            turn.unlock();
        }
    }

    private <T> T bounded(
            Question<T> question, Function<DatabaseReply, T> otherwise, Deadline deadline)
            throws InterruptedException {
        @Nullable SessionLink used = kept;
        var fresh = new OpenSockets();
        Answer<T> answer;
        try {
            answer =
                    BoundedCall.run(
                            () -> answer(used, fresh, question, otherwise, deadline),
                            deadline,
                            fresh::close);
        } catch (TimeoutException e) {
            drop(used);
            return otherwise.apply(ServerReplies.timedOut(target));
        } catch (InterruptedException e) {
            drop(used);
            throw e;
        }
        keep(answer.link, fresh);
        return answer.value;
    }

    private void drop(@Nullable SessionLink used) {
        kept = null;
        if (used != null) {
            used.abort();
        }
    }

    private void keep(@Nullable SessionLink link, OpenSockets fresh) {
        @Nullable SessionLink former = kept;
        kept = link;
        if (former != null && former != link) {
            former.abort();
        }
        if (link == null || link == former) {
            fresh.close();
        }
        if (closed && link != null) {
            link.abort();
        }
    }

    /// A kept connection that fails says little: the server may have been restarted since. A fresh
    /// one decides. Asking a second time does no harm, because a session is only ended if it is
    /// still the one that was meant.
    private <T> Answer<T> answer(
            @Nullable SessionLink used,
            OpenSockets fresh,
            Question<T> question,
            Function<DatabaseReply, T> otherwise,
            Deadline deadline) {
        if (used != null && !used.worn()) {
            try {
                return new Answer<>(used, question.ask(used));
            } catch (SQLException e) {
                if (!ServerReplies.connectionLost(e)) {
                    return new Answer<>(used, otherwise.apply(ServerReplies.of(target, e)));
                }
            } catch (RuntimeException e) {
                // The driver stumbled over what came; a fresh connection shows whether it was that.
            }
        }
        @Nullable SessionLink link = null;
        try {
            link = open(fresh, deadline);
            return new Answer<>(link, question.ask(link));
        } catch (SQLException e) {
            return lost(link, otherwise.apply(ServerReplies.of(target, e)));
        } catch (Problem problem) {
            return lost(link, otherwise.apply(new DatabaseReply.Unknown(problem.message())));
        } catch (RuntimeException e) {
            return lost(link, otherwise.apply(ServerReplies.garbled(target, e)));
        }
    }

    private static <T> Answer<T> lost(@Nullable SessionLink link, T value) {
        if (link != null) {
            link.abort();
        }
        return new Answer<>(null, value);
    }

    private SessionLink open(OpenSockets sockets, Deadline deadline) throws SQLException {
        @Nullable SecretReference password = target.password();
        return SessionLink.open(
                target, password == null ? null : secrets.resolve(password), sockets, deadline);
    }

    /// Something that is asked over a connection.
    private interface Question<T> {
        T ask(SessionLink link) throws SQLException;
    }

    /// @param link the connection to keep, or null
    private record Answer<T>(@Nullable SessionLink link, T value) {}
}
