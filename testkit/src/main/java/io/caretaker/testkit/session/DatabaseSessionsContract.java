package io.caretaker.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.LockForest;
import io.caretaker.core.session.LockTree;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import io.caretaker.core.session.SessionsReply;
import io.caretaker.testkit.server.FreePort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every engine does when its sessions are looked at and ended. A subclass gives the adapter,
/// a server with nobody else on it, and guests.
public abstract class DatabaseSessionsContract {
    /// What a guest's long work has in its text as a literal; it must never be shown.
    public static final String LITERAL = "row-data-4711";

    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(5);

    protected abstract DatabaseSessions sessions();

    /// The server that the guests are connected to, with an account that may end them.
    protected abstract DatabaseTarget target();

    /// Connects somebody as the application `guest`.
    protected abstract Guest connect() throws Exception;

    /// Somebody's session. What takes long goes on in the background.
    public interface Guest extends AutoCloseable {
        /// The server's number for the session.
        String id();

        /// Begins a transaction, or goes on with the one it is in, and locks a thing.
        void hold(String thing) throws Exception;

        /// Wants to lock a thing, and waits for it; begins a transaction if need be.
        void want(String thing) throws Exception;

        /// Begins a query that takes minutes, and has [#LITERAL] in it.
        void work() throws Exception;

        /// Whether its session takes another query now.
        boolean connected() throws Exception;

        @Override
        void close();
    }

    @Test
    void a_guest_is_seen_as_an_idle_client_and_keeps_its_key() throws Exception {
        try (Guest guest = connect()) {
            DatabaseSession first = await(guest, session -> session.state() == SessionState.IDLE);
            DatabaseSession second = see(guest);

            assertThat(first.kind()).isEqualTo(SessionKind.CLIENT);
            assertThat(first.application()).isEqualTo("guest");
            assertThat(first.user()).isNotBlank();
            assertThat(first.endable()).isNull();
            assertThat(first.blocked()).isFalse();
            assertThat(first.transactionSince()).isNull();
            assertThat(second.key()).isEqualTo(first.key());
        }
    }

    @Test
    void the_snapshot_tells_the_time_the_version_and_the_limit() throws Exception {
        SessionSnapshot one = look();
        SessionSnapshot other = look();

        assertThat(one.version()).isNotBlank();
        assertThat(one.maxConnections()).isPositive();
        assertThat(one.fingerprint()).isNotBlank().isEqualTo(other.fingerprint());
        assertThat(other.at()).isAfterOrEqualTo(one.at());
        assertThat(one.notes()).isEmpty();
    }

    @Test
    void an_open_transaction_is_seen_with_its_beginning() throws Exception {
        try (Guest guest = connect()) {
            guest.hold("a");

            DatabaseSession session = await(guest, seen -> seen.state().idleInTransaction());

            assertThat(session.transactionSince()).isNotNull();
            assertThat(session.stateSince()).isNotNull();
            assertThat(session.age(look().at())).isLessThan(AMPLE);
        }
    }

    @Test
    void a_running_query_is_seen_without_its_literals() throws Exception {
        try (Guest guest = connect()) {
            guest.work();

            DatabaseSession session = await(guest, seen -> seen.state() == SessionState.ACTIVE);

            assertThat(session.querySince()).isNotNull();
            assertThat(session.query()).isNotBlank();
            assertThat(look().toString()).doesNotContain(LITERAL);
        }
    }

    @Test
    void who_waits_is_seen_behind_whom_he_waits_for() throws Exception {
        try (Guest holder = connect();
                Guest middle = connect();
                Guest last = connect()) {
            holder.hold("a");
            middle.hold("b");
            middle.want("a");
            await(middle, DatabaseSession::blocked);
            last.want("b");

            DatabaseSession waiter = await(last, DatabaseSession::blocked);

            assertThat(waiter.blockedBy()).containsExactly(middle.id());
            assertThat(waiter.lockWaitSince()).isNotNull();
            assertThat(waiter.waitsFor()).isNotBlank();
            LockTree tree = LockForest.of(look()).getFirst();
            assertThat(tree.session().id()).isEqualTo(holder.id());
            assertThat(tree.waiting()).isEqualTo(2);
        }
    }

    @Test
    void cancelling_ends_the_query_and_leaves_the_session() throws Exception {
        try (Guest guest = connect()) {
            guest.work();
            DatabaseSession session = await(guest, seen -> seen.state() == SessionState.ACTIVE);

            EndReply reply = end(session.key(), null, EndMethod.CANCEL);

            assertThat(reply).isEqualTo(new EndReply.Done());
            await(guest, seen -> seen.state() != SessionState.ACTIVE);
            assertThat(guest.connected()).isTrue();
        }
    }

    @Test
    void cancelling_who_does_nothing_changes_nothing() throws Exception {
        try (Guest guest = connect()) {
            DatabaseSession session = await(guest, seen -> seen.state() == SessionState.IDLE);

            end(session.key(), null, EndMethod.CANCEL);

            assertThat(see(guest).key()).isEqualTo(session.key());
            assertThat(guest.connected()).isTrue();
        }
    }

    @Test
    void a_terminated_session_is_gone_at_once_and_who_waited_goes_on() throws Exception {
        try (Guest holder = connect();
                Guest waiter = connect()) {
            holder.hold("a");
            waiter.want("a");
            await(waiter, DatabaseSession::blocked);
            DatabaseSession session = see(holder);

            EndReply reply = end(session.key(), session.stateSince(), EndMethod.TERMINATE);

            assertThat(reply).isEqualTo(new EndReply.Done());
            assertThat(look().find(session.key())).isEmpty();
            assertThat(holder.connected()).isFalse();
            await(waiter, seen -> !seen.blocked());
        }
    }

    @Test
    void ending_it_twice_does_no_harm() throws Exception {
        try (Guest guest = connect()) {
            SessionKey key = see(guest).key();
            end(key, null, EndMethod.TERMINATE);

            assertThat(end(key, null, EndMethod.TERMINATE)).isEqualTo(new EndReply.Gone());
            assertThat(end(key, null, EndMethod.CANCEL)).isEqualTo(new EndReply.Gone());
        }
    }

    @Test
    void a_number_that_belongs_to_another_session_by_now_ends_nobody() throws Exception {
        try (Guest guest = connect()) {
            guest.work();
            DatabaseSession session = await(guest, seen -> seen.state() == SessionState.ACTIVE);
            var former =
                    new SessionKey(guest.id(), session.key().startedAt().minusNanos(1_000_000));

            for (EndMethod method : EndMethod.values()) {
                assertThat(end(former, null, method)).isEqualTo(new EndReply.Gone());
            }

            assertThat(see(guest).state()).isEqualTo(SessionState.ACTIVE);
            assertThat(see(guest).querySince()).isEqualTo(session.querySince());
        }
    }

    @Test
    void who_does_something_else_by_now_is_left_alone() throws Exception {
        try (Guest guest = connect()) {
            DatabaseSession idle = await(guest, seen -> seen.state() == SessionState.IDLE);
            guest.hold("a");
            await(guest, seen -> seen.state().idleInTransaction());

            for (EndMethod method : EndMethod.values()) {
                assertThat(end(idle.key(), idle.stateSince(), method))
                        .isEqualTo(new EndReply.Gone());
            }

            assertThat(see(guest).state().idleInTransaction()).isTrue();
            assertThat(guest.connected()).isTrue();
        }
    }

    @Test
    void who_still_does_the_same_is_ended() throws Exception {
        try (Guest guest = connect()) {
            guest.work();
            DatabaseSession session = await(guest, seen -> seen.state() == SessionState.ACTIVE);

            assertThat(end(session.key(), session.stateSince(), EndMethod.CANCEL))
                    .isEqualTo(new EndReply.Done());
        }
    }

    @Test
    void ids_that_no_session_can_have_are_gone() throws Exception {
        for (String id : List.of("0", "-1", "x'; select 1 --", "99999999999999999999", "1.5")) {
            for (EndMethod method : EndMethod.values()) {
                assertThat(end(new SessionKey(id, Instant.EPOCH), null, method))
                        .as(id)
                        .isEqualTo(new EndReply.Gone());
            }
        }
    }

    @Test
    void where_nobody_listens_nothing_is_seen_and_nothing_ended() throws Exception {
        DatabaseTarget nobody = at(target(), FreePort.find());

        SessionsReply look = sessions().look(nobody, ample());
        EndReply end =
                sessions()
                        .end(
                                nobody,
                                new SessionKey("1", Instant.EPOCH),
                                null,
                                EndMethod.TERMINATE,
                                ample());

        assertThat(look).isInstanceOf(SessionsReply.Unseen.class);
        assertThat(((SessionsReply.Unseen) look).reply()).isInstanceOf(DatabaseReply.Refused.class);
        assertThat(end).isInstanceOf(EndReply.Failed.class);
    }

    @Test
    void a_deadline_that_is_over_is_kept() throws Exception {
        Deadline over = Deadline.after(Duration.ZERO, System::nanoTime);

        assertThat(sessions().look(target(), over)).isInstanceOf(SessionsReply.Unseen.class);
        look();
    }

    @Test
    void looks_at_the_same_time_all_come_back() throws Exception {
        var tasks = Stream.generate(() -> new FutureTask<>(this::look)).limit(8).toList();
        tasks.forEach(task -> Thread.ofVirtual().start(task));

        for (FutureTask<SessionSnapshot> task : tasks) {
            assertThat(task.get(1, TimeUnit.MINUTES).version()).isNotBlank();
        }
    }

    /// Everything that is there now.
    protected final SessionSnapshot look() throws InterruptedException {
        SessionsReply reply = sessions().look(target(), ample());
        assertThat(reply).isInstanceOf(SessionsReply.Seen.class);
        return ((SessionsReply.Seen) reply).snapshot();
    }

    protected final EndReply end(SessionKey key, @Nullable Instant unchanged, EndMethod method)
            throws InterruptedException {
        return sessions().end(target(), key, unchanged, method, ample());
    }

    /// A guest's session as it is now.
    protected final DatabaseSession see(Guest guest) throws InterruptedException {
        return await(guest, _ -> true);
    }

    /// A guest's session as soon as it is so.
    protected final DatabaseSession await(Guest guest, Predicate<DatabaseSession> condition)
            throws InterruptedException {
        return await(session -> session.id().equals(guest.id()) && condition.test(session));
    }

    /// The first session of which this is true, as soon as there is one.
    protected final DatabaseSession await(Predicate<DatabaseSession> condition)
            throws InterruptedException {
        Deadline deadline = ample();
        while (true) {
            SessionSnapshot snapshot = look();
            for (DatabaseSession session : snapshot.sessions()) {
                if (condition.test(session)) {
                    return session;
                }
            }
            assertThat(deadline.expired()).as("not so after a while: %s", snapshot).isFalse();
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    protected static Deadline ample() {
        return Deadline.after(AMPLE, System::nanoTime);
    }

    private static DatabaseTarget at(DatabaseTarget target, int port) {
        return new DatabaseTarget(
                target.engine(),
                target.host(),
                port,
                target.database(),
                target.user(),
                target.password(),
                target.tls(),
                target.caFile());
    }
}
