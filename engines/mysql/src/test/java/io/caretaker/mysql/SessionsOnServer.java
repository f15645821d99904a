package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Looks at a test's server and ends its sessions, with one account.
final class SessionsOnServer implements AutoCloseable {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final String PASSWORD = "care-password";

    private final EngineUnderTest engine = new EngineUnderTest();
    private final DatabaseTarget target;

    SessionsOnServer(MysqlFamilyServer server, String user, String password) {
        this.target = engine.account(server.target(), user, password);
    }

    /// An account that may see and end everything that is not the server's own.
    static SessionsOnServer careful(MysqlFamilyServer server) {
        return with(server, "care", "PROCESS, " + ender(server), true);
    }

    /// A new account with these rights for the whole server.
    static SessionsOnServer with(
            MysqlFamilyServer server, String user, String rights, boolean performanceSchema) {
        server.sql("CREATE USER " + user + "@localhost IDENTIFIED BY '" + PASSWORD + "'");
        server.sql("GRANT " + rights + " ON *.* TO " + user + "@localhost");
        if (performanceSchema) {
            server.sql("GRANT SELECT ON performance_schema.* TO " + user + "@localhost");
        }
        return new SessionsOnServer(server, user, PASSWORD);
    }

    static String ender(MysqlFamilyServer server) {
        return server.target().engine() == io.caretaker.core.health.EngineKind.MARIADB
                ? "CONNECTION ADMIN"
                : "CONNECTION_ADMIN";
    }

    /// Another caretaker with the same account.
    static SessionsOnServer again(MysqlFamilyServer server) {
        return new SessionsOnServer(server, "care", PASSWORD);
    }

    DatabaseTarget target() {
        return target;
    }

    EngineUnderTest engine() {
        return engine;
    }

    DatabaseSessions sessions() {
        return engine.engine().sessions().orElseThrow();
    }

    SessionsReply reply(Duration limit) throws InterruptedException {
        return sessions().look(target, Deadline.after(limit, System::nanoTime));
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
        return sessions()
                .end(
                        target,
                        session.key(),
                        session.stateSince(),
                        method,
                        Deadline.after(limit, System::nanoTime));
    }

    void forget() {
        engine.engine().forget(target);
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

    DatabaseSession await(MysqlGuest guest, Predicate<DatabaseSession> condition)
            throws InterruptedException {
        return await(session -> session.id().equals(guest.id()) && condition.test(session));
    }

    DatabaseSession see(MysqlGuest guest) throws InterruptedException {
        return await(guest, _ -> true);
    }

    @Override
    public void close() {
        engine.close();
    }
}
