package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionsReply;
import io.caretaker.mongodb.OperationsLink.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Operations, sessions and cursors of MongoDB 4.2 to 8.0. Keeps one client for each target.
/// Thread-safe; questions about one target take turns.
///
/// `killOp` says yes to whatever it is asked, also for an operation that does not exist or does not
/// listen. So both ways of ending look until what was to end is gone, and say [EndReply.StillThere]
/// when it is not within the deadline.
final class MongoSessions implements DatabaseSessions, AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    /// What is left for saying why something did not end.
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final SecretSource secrets;
    private final NameResolver names;
    private final Map<DatabaseTarget, Kept<OperationsLink>> targets = new ConcurrentHashMap<>();
    private volatile boolean closed;

    MongoSessions(SecretSource secrets, NameResolver names) {
        this.secrets = secrets;
        this.names = names;
    }

    @Override
    public SessionsReply look(DatabaseTarget target, Deadline deadline)
            throws InterruptedException {
        return ask(
                target,
                link -> (SessionsReply) new SessionsReply.Seen(link.look(deadline)),
                SessionsReply.Unseen::new,
                deadline);
    }

    @Override
    public EndReply end(
            DatabaseTarget target,
            SessionKey session,
            @Nullable Instant unchangedSince,
            EndMethod method,
            Deadline deadline)
            throws InterruptedException {
        Told told =
                ask(
                        target,
                        link -> link.end(session, unchangedSince, method, deadline),
                        reply -> Told.of(failed(reply)),
                        deadline);
        return told.reply() instanceof EndReply.Done
                ? awaitEnd(target, session, told.since(), deadline)
                : told.reply();
    }

    /// Asks in turns with others, so that what does not end holds up nobody.
    private EndReply awaitEnd(
            DatabaseTarget target, SessionKey key, @Nullable Instant since, Deadline deadline)
            throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (!deadline.expired()) {
            EndReply reply =
                    ask(
                            target,
                            link ->
                                    link.present(key, since, deadline)
                                            ? new EndReply.StillThere("")
                                            : new EndReply.Done(),
                            this::failed,
                            deadline);
            if (reply instanceof EndReply.Failed && deadline.expired()) {
                break;
            }
            if (!(reply instanceof EndReply.StillThere)) {
                return reply;
            }
            Duration left = deadline.remaining();
            Thread.sleep(pause.compareTo(left) < 0 ? pause : left);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
        return stubborn(target, key);
    }

    private EndReply stubborn(DatabaseTarget target, SessionKey key) throws InterruptedException {
        Deadline brief = Deadline.after(LAST_WORDS, System::nanoTime);
        return ask(
                target,
                link -> new EndReply.StillThere(link.stubborn(key, brief)),
                _ ->
                        new EndReply.StillThere(
                                "session " + key.id() + " was told to end and is still there"),
                brief);
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

    private <T> T ask(
            DatabaseTarget target,
            Function<OperationsLink, T> question,
            Function<DatabaseReply, T> otherwise,
            Deadline deadline)
            throws InterruptedException {
        if (closed) {
            return otherwise.apply(new DatabaseReply.Unknown("caretaker is stopping"));
        }
        try {
            return targets.computeIfAbsent(target, this::kept).ask(question, deadline);
        } catch (BoundedWork.FailedException e) {
            return otherwise.apply(
                    e.reason() instanceof Problem problem
                            ? new DatabaseReply.Unknown(problem.message())
                            : Refusals.of(e.reason()));
        } catch (Problem problem) {
            return otherwise.apply(new DatabaseReply.Unknown(problem.message()));
        }
    }

    private Kept<OperationsLink> kept(DatabaseTarget target) {
        return new Kept<>(new LogIn(target, secrets, names), OperationsLink::new);
    }

    /// Closes what is kept for a target.
    void forget(DatabaseTarget target) {
        @Nullable Kept<OperationsLink> kept = targets.remove(target);
        if (kept != null) {
            kept.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(targets.keySet()).forEach(this::forget);
    }
}
