package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is kept of one target between its looks: the connection, and what was seen before. One look
/// at a time; the next one waits for its turn.
final class TargetSession implements AutoCloseable {
    private final DatabaseTarget target;
    private final SecretSource secrets;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean closed;
    private volatile @Nullable Link kept;
    private final Recollection recollection = new Recollection();

    TargetSession(DatabaseTarget target, SecretSource secrets) {
        this.target = target;
        this.secrets = secrets;
    }

    DatabaseReply examine(HealthScope scope, Deadline deadline) throws InterruptedException {
        if (!turn.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            return new DatabaseReply.Unknown("the check before this one has not ended");
        }
        try {
            return closed ? gone() : ask(scope, deadline);
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

    private DatabaseReply ask(HealthScope scope, Deadline deadline) throws InterruptedException {
        @Nullable Link used = kept;
        var fresh = new OpenSockets();
        Answer answer;
        try (var errands = new OpenSockets()) {
            answer =
                    BoundedCall.run(
                            () -> answer(used, fresh, errands, scope, deadline),
                            deadline,
                            fresh::close);
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
    private Answer answer(
            @Nullable Link used,
            OpenSockets fresh,
            OpenSockets errands,
            HealthScope scope,
            Deadline deadline) {
        var pass =
                new HealthPass(
                        recollection, new Errands(target, secrets, errands), scope, deadline);
        if (used != null && !used.worn()) {
            try {
                return new Answer(used, pass.look(used));
            } catch (SQLException e) {
                if (!ServerReplies.connectionLost(e)) {
                    return new Answer(used, ServerReplies.of(target, e));
                }
            }
        }
        try {
            return first(open(fresh, deadline), pass);
        } catch (SQLException e) {
            return new Answer(null, ServerReplies.of(target, e));
        } catch (Problem problem) {
            return new Answer(null, new DatabaseReply.Unknown(problem.message()));
        } catch (RuntimeException e) {
            return new Answer(null, ServerReplies.garbled(target, e));
        }
    }

    private static Answer first(Link link, HealthPass pass) throws SQLException {
        try {
            return new Answer(link, pass.look(link));
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

    private static DatabaseReply gone() {
        return new DatabaseReply.Unknown("the target is no longer watched");
    }

    /// @param link the connection to keep, or null
    private record Answer(@Nullable Link link, DatabaseReply reply) {}
}
