package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;
import io.caretaker.testkit.server.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/// Looks at a test's server and ends its sessions, with one account.
@NullMarked
final class SessionsOnServer implements AutoCloseable {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final PostgresSessions sessions;
    private final DatabaseTarget target;

    SessionsOnServer(PostgresServer server, DatabaseTarget target) {
        this.sessions = new PostgresSessions(_ -> server.password());
        this.target = target;
    }

    SessionsReply reply(Duration limit) throws InterruptedException {
        return sessions.look(target, Deadline.after(limit, System::nanoTime));
    }

    SessionSnapshot look() throws InterruptedException {
        SessionsReply reply = reply(AMPLE);
        assertThat(reply).isInstanceOf(SessionsReply.Seen.class);
        return ((SessionsReply.Seen) reply).snapshot();
    }

    DatabaseReply.Refused refused() throws InterruptedException {
        return refused(AMPLE);
    }

    DatabaseReply.Refused refused(Duration limit) throws InterruptedException {
        SessionsReply reply = reply(limit);
        assertThat(reply).isInstanceOf(SessionsReply.Unseen.class);
        DatabaseReply why = ((SessionsReply.Unseen) reply).reply();
        assertThat(why).isInstanceOf(DatabaseReply.Refused.class);
        return (DatabaseReply.Refused) why;
    }

    EndReply end(DatabaseSession session, EndMethod method) throws InterruptedException {
        return end(session, method, AMPLE);
    }

    EndReply end(DatabaseSession session, EndMethod method, Duration limit)
            throws InterruptedException {
        return sessions.end(
                target,
                session.key(),
                session.stateSince(),
                method,
                Deadline.after(limit, System::nanoTime));
    }

    void forget() {
        sessions.forget(target);
    }

    /// The sessions of which this is true, as soon as there are so many.
    List<DatabaseSession> await(int count, Predicate<DatabaseSession> condition)
            throws InterruptedException {
        long end = System.nanoTime() + AMPLE.toNanos();
        while (true) {
            SessionSnapshot snapshot = look();
            List<DatabaseSession> found = snapshot.sessions().stream().filter(condition).toList();
            if (found.size() >= count) {
                return found;
            }
            assertThat(System.nanoTime()).as("not so: %s", snapshot).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    DatabaseSession await(Predicate<DatabaseSession> condition) throws InterruptedException {
        return await(1, condition).getFirst();
    }

    DatabaseSession await(PostgresGuest guest, Predicate<DatabaseSession> condition)
            throws InterruptedException {
        return await(session -> session.id().equals(guest.id()) && condition.test(session));
    }

    DatabaseSession see(PostgresGuest guest) throws InterruptedException {
        return await(guest, _ -> true);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
