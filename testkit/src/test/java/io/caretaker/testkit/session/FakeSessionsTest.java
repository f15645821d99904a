package io.caretaker.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class FakeSessionsTest extends DatabaseSessionsContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final DatabaseTarget TARGET =
            new DatabaseTarget(
                    EngineKind.POSTGRESQL,
                    "127.0.0.1",
                    5432,
                    "shop",
                    "caretaker_monitor",
                    null,
                    DatabaseTarget.TlsMode.OFF,
                    null);

    private final FakeSessions sessions = new FakeSessions(InstantSource.fixed(NOW));
    private final FakeServer server = sessions.server(TARGET);
    private final Map<String, String> holders = new HashMap<>();
    private int connected;

    @Override
    protected DatabaseSessions sessions() {
        return sessions;
    }

    @Override
    protected DatabaseTarget target() {
        return TARGET;
    }

    @Override
    protected Guest connect() {
        connected++;
        var guest = new FakeGuest(Integer.toString(100 + connected));
        server.add(guest.sample().build());
        return guest;
    }

    @Test
    void who_ignores_a_cancel_goes_on_and_can_be_terminated() throws Exception {
        DatabaseSession session =
                SampleSession.client("1", NOW).active(Duration.ofMinutes(7)).build();
        server.add(session, FakeServer.Trait.IGNORES_CANCEL);

        assertThat(end(session.key(), null, EndMethod.CANCEL)).isEqualTo(new EndReply.Done());
        assertThat(look().find(session.key())).contains(session);
        assertThat(end(session.key(), null, EndMethod.TERMINATE)).isEqualTo(new EndReply.Done());
        assertThat(server.ids()).isEmpty();
        assertThat(server.requests())
                .extracting(FakeServer.Request::method)
                .containsExactly(EndMethod.CANCEL, EndMethod.TERMINATE);
    }

    @Test
    void who_ignores_everything_is_still_there() throws Exception {
        DatabaseSession session = SampleSession.client("1", NOW).build();
        server.add(session, FakeServer.Trait.IGNORES_TERMINATE);

        assertThat(end(session.key(), null, EndMethod.TERMINATE))
                .isInstanceOf(EndReply.StillThere.class);
    }

    @Test
    void a_number_is_taken_by_another_between_look_and_act() throws Exception {
        DatabaseSession session = SampleSession.client("1", NOW).build();
        DatabaseSession other = SampleSession.client("1", NOW).startedAt(NOW).build();
        server.add(session).beforeNextEnd(() -> server.add(other));

        assertThat(end(session.key(), null, EndMethod.TERMINATE)).isEqualTo(new EndReply.Gone());
        assertThat(look().find(other.key())).contains(other);
    }

    @Test
    void who_must_not_be_ended_is_denied_with_the_grant() throws Exception {
        DatabaseSession session = SampleSession.client("1", NOW).notEndable("GRANT x").build();
        server.add(session);

        assertThat(end(session.key(), null, EndMethod.TERMINATE))
                .isEqualTo(new EndReply.Denied("the account may not end session 1", "GRANT x"));
    }

    private final class FakeGuest implements Guest {
        private final String id;
        private final List<String> held = new ArrayList<>();

        private FakeGuest(String id) {
            this.id = id;
        }

        private SampleSession sample() {
            return SampleSession.client(id, NOW).application("guest");
        }

        private void becomes(SampleSession now) {
            SessionKey key = new SessionKey(id, now.build().key().startedAt());
            server.change(id, _ -> now.startedAt(key.startedAt()).build());
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void hold(String thing) {
            holders.put(thing, id);
            held.add(thing);
            becomes(sample().idleInTransaction(Duration.ofSeconds(1)));
        }

        @Override
        public void want(String thing) {
            @Nullable String holder = holders.get(thing);
            becomes(sample().blockedBy(Duration.ofSeconds(1), holder == null ? "" : holder));
        }

        @Override
        public void work() {
            becomes(sample().active(Duration.ofSeconds(1)));
        }

        @Override
        public boolean connected() {
            return server.ids().contains(id);
        }

        @Override
        public void close() {
            held.forEach(holders::remove);
            server.vanish(id);
        }
    }

    @Test
    void a_cancelled_query_lets_its_locks_go() throws Exception {
        server.add(SampleSession.client("1", NOW).active(Duration.ofMinutes(1)).build());
        server.add(SampleSession.client("2", NOW).blockedBy(Duration.ofSeconds(9), "1").build());

        end(server.snapshot().sessions().getFirst().key(), null, EndMethod.CANCEL);

        assertThat(look().sessions().getFirst().state()).isEqualTo(SessionState.IDLE);
        assertThat(look().sessions().getLast().blocked()).isFalse();
    }
}
