package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A client for one target that is kept between questions, and what was learned through it.
/// Questions take turns. Thread-safe.
///
/// @param <L> what is asked; made anew with each new client
final class Kept<L> implements AutoCloseable {
    private final LogIn logIn;
    private final Function<MongoClient, L> learner;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Open<L> open;
    private volatile boolean closed;

    Kept(LogIn logIn, Function<MongoClient, L> learner) {
        this.logIn = logIn;
        this.learner = learner;
    }

    private record Open<L>(MongoClient client, Heartbeats heartbeats, L link) {}

    /// Asks through the kept client; one whose connections turn out to be gone is replaced at once,
    /// because a server that was restarted between two questions is no failure. A question must do
    /// no harm when it is asked twice.
    ///
    /// Throws [Problem] when it is not this question's turn in time, or the target is no longer
    /// watched.
    <T> T ask(Function<L, T> question, Deadline deadline)
            throws BoundedWork.FailedException, InterruptedException {
        if (!turn.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
            throw unavailable("the question before this one has no answer yet");
        }
        try {
            if (closed) {
                throw unavailable("the target is no longer watched");
            }
            if (deadline.expired()) {
                throw unavailable("no time is left to ask");
            }
            Open<L> kept = open;
            open = null;
            if (kept != null) {
                try {
                    return through(kept, question, deadline);
                } catch (BoundedWork.FailedException e) {
                    if (!Refusals.connectionLost(e.reason())) {
                        throw e;
                    }
                }
            }
            return through(fresh(), question, deadline);
        } finally {
            turn.unlock();
        }
    }

    private static Problem unavailable(String why) {
        return new Problem(ProblemCode.UNREACHABLE, why, "");
    }

    private Open<L> fresh() {
        var heartbeats = new Heartbeats();
        MongoClient client = logIn.client(heartbeats);
        return new Open<>(client, heartbeats, learner.apply(client));
    }

    /// What the server refuses leaves a sound connection; whatever else goes wrong does not.
    private <T> T through(Open<L> used, Function<L, T> question, Deadline deadline)
            throws BoundedWork.FailedException, InterruptedException {
        boolean sound = false;
        try {
            T answer = BoundedWork.run(used.heartbeats, deadline, () -> question.apply(used.link));
            sound = true;
            return answer;
        } catch (BoundedWork.FailedException e) {
            boolean answered =
                    e.reason() instanceof Problem || e.reason() instanceof MongoCommandException;
            sound = answered && !Refusals.connectionLost(e.reason());
            throw e;
        } finally {
            if (sound && !closed) {
                open = used;
            } else {
                // Closing may wait for the driver, and nobody shall wait for that.
                Thread.ofVirtual().name("mongodb-close").start(used.client::close);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        turn.lock();
        try {
            if (open != null) {
                open.client.close();
                open = null;
            }
        } finally {
            turn.unlock();
        }
    }
}
