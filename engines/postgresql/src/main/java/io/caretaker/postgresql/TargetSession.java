package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is kept of one target between its checks: the connection, the counters, the size. One check
/// at a time; the next one waits for its turn.
final class TargetSession implements AutoCloseable {
    private static final Duration SIZE_EVERY = Duration.ofMinutes(5);
    private static final Duration SIZE_NEEDS = Duration.ofSeconds(2);

    private final DatabaseTarget target;
    private final SecretSource secrets;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean closed;
    private volatile @Nullable Link kept;
    private @Nullable Sample before;
    private @Nullable Double size;
    private @Nullable Long sizeAskedNanos;

    TargetSession(DatabaseTarget target, SecretSource secrets) {
        this.target = target;
        this.secrets = secrets;
    }

    DatabaseReply check(Deadline deadline) throws InterruptedException {
        if (!turn.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            return new DatabaseReply.Unknown("the check before this one has not ended");
        }
        try {
            return closed ? gone() : ask(deadline);
        } finally {
            turn.unlock();
        }
    }

    /// Closes the connection at once, also under a check that runs.
    @Override
    public void close() {
        closed = true;
        Link link = kept;
        if (link != null) {
            link.close();
        }
    }

    private DatabaseReply ask(Deadline deadline) throws InterruptedException {
        @Nullable Link used = kept;
        var fresh = new OpenSockets();
        Answer answer;
        try {
            answer = BoundedCall.run(() -> answer(used, fresh, deadline), deadline, fresh::close);
        } catch (TimeoutException e) {
            drop(used);
            return ServerReplies.timedOut(target);
        } catch (InterruptedException e) {
            drop(used);
            throw e;
        }
        keep(answer.link, fresh);
        return answer.reply;
    }

    private void drop(@Nullable Link used) {
        kept = null;
        if (used != null) {
            used.abort();
        }
    }

    private void keep(@Nullable Link link, OpenSockets fresh) {
        @Nullable Link former = kept;
        kept = link;
        if (former != null && former != link) {
            former.close();
        }
        if (link == null || link == former) {
            fresh.close();
        }
        if (closed && link != null) {
            link.close();
        }
    }

    /// A kept connection that fails says little: the server may have been restarted since. A fresh
    /// one decides.
    private Answer answer(@Nullable Link used, OpenSockets fresh, Deadline deadline) {
        if (used != null && !used.worn()) {
            try {
                return reached(used, deadline);
            } catch (SQLException e) {
                if (!ServerReplies.connectionLost(e)) {
                    return new Answer(used, ServerReplies.of(target, e));
                }
            }
        }
        try {
            return first(open(fresh, deadline), deadline);
        } catch (SQLException e) {
            return new Answer(null, ServerReplies.of(target, e));
        } catch (Problem problem) {
            return new Answer(null, new DatabaseReply.Unknown(problem.message()));
        } catch (RuntimeException e) {
            return new Answer(null, ServerReplies.garbled(target, e));
        }
    }

    private Answer first(Link link, Deadline deadline) throws SQLException {
        try {
            return reached(link, deadline);
        } catch (SQLException | RuntimeException e) {
            link.abort();
            throw e;
        }
    }

    private Link open(OpenSockets sockets, Deadline deadline) throws SQLException {
        @Nullable SecretReference password = target.password();
        return Link.open(
                target, password == null ? null : secrets.resolve(password), sockets, deadline);
    }

    private Answer reached(Link link, Deadline deadline) throws SQLException {
        Sample sample = link.sample();
        Metrics metrics = sample.metrics(before).and(size(link, deadline));
        before = sample;
        return new Answer(
                link,
                new DatabaseReply.Reached(
                        link.identity().version(),
                        link.identity().fingerprint(),
                        metrics,
                        Attention.to(metrics)));
    }

    private Metrics size(Link link, Deadline deadline) throws SQLException {
        boolean due =
                sizeAskedNanos == null || System.nanoTime() - sizeAskedNanos > SIZE_EVERY.toNanos();
        if (due && deadline.remaining().compareTo(SIZE_NEEDS) > 0) {
            sizeAskedNanos = System.nanoTime();
            size = link.size();
        }
        return size == null
                ? Metrics.NONE
                : Metrics.builder().put("database_size_bytes", size).build();
    }

    private static DatabaseReply gone() {
        return new DatabaseReply.Unknown("the target is no longer watched");
    }

    /// @param link the connection to keep, or null
    private record Answer(@Nullable Link link, DatabaseReply reply) {}
}
