package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import io.caretaker.testkit.server.PostgresServer;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Accounts that may do less than they should, and what they tell the person.
@NullMarked
class PostgresSessionRightsIT {
    private static PostgresServer server;
    private static SessionsOnServer care;

    @BeforeAll
    static void start() {
        server = PostgresServer.startNew();
        care = new SessionsOnServer(server, Accounts.caretaker(server));
        Accounts.create(server, "guest", "");
    }

    @AfterAll
    static void stop() {
        care.close();
        server.close();
    }

    @Test
    void an_account_that_sees_nothing_names_the_grant_and_ends_nobody() throws Exception {
        try (var blind =
                        new SessionsOnServer(
                                server,
                                Accounts.as(Accounts.create(server, "\"Blind\"", ""), "Blind"));
                PostgresGuest guest = PostgresGuest.connect(server, "guest", "guest")) {
            SessionSnapshot snapshot = blind.look();
            DatabaseSession session = blind.see(guest);

            assertThat(snapshot.notes())
                    .containsExactly(
                            "what sessions of other users do is hidden from caretaker's account;"
                                    + " GRANT pg_monitor TO \"Blind\"");
            assertThat(session.kind()).isEqualTo(SessionKind.CLIENT);
            assertThat(session.state()).isEqualTo(SessionState.UNKNOWN);
            assertThat(session.query()).isNull();
            assertThat(session.user()).isEqualTo("guest");
            assertThat(session.endable()).contains("GRANT pg_monitor TO \"Blind\"");
            assertThat(blind.end(session, EndMethod.TERMINATE))
                    .isInstanceOfSatisfying(
                            EndReply.Denied.class,
                            denied ->
                                    assertThat(denied.hint())
                                            .contains("GRANT pg_monitor TO \"Blind\""));
            assertThat(guest.connected()).isTrue();
        }
    }

    @Test
    void an_account_that_only_sees_names_the_grant_and_ends_nobody() throws Exception {
        try (var watcher =
                        new SessionsOnServer(
                                server,
                                Accounts.create(server, "watcher", "grant pg_monitor to watcher"));
                PostgresGuest guest = PostgresGuest.connect(server, "guest", "guest")) {
            DatabaseSession session =
                    watcher.await(guest, each -> each.state() == SessionState.IDLE);

            assertThat(watcher.look().notes()).isEmpty();
            assertThat(session.endable()).endsWith("GRANT pg_signal_backend TO watcher");
            for (EndMethod method : EndMethod.values()) {
                assertThat(watcher.end(session, method))
                        .isInstanceOfSatisfying(
                                EndReply.Denied.class,
                                denied ->
                                        assertThat(denied.hint())
                                                .endsWith("GRANT pg_signal_backend TO watcher"));
            }
            assertThat(guest.connected()).isTrue();
        }
    }

    @Test
    void membership_in_the_sessions_role_is_enough() throws Exception {
        try (var member =
                        new SessionsOnServer(
                                server,
                                Accounts.create(server, "member", "grant guest to member"));
                PostgresGuest guest = PostgresGuest.connect(server, "guest", "guest")) {
            DatabaseSession session = member.see(guest);

            assertThat(session.endable()).isNull();
            assertThat(member.end(session, EndMethod.TERMINATE)).isEqualTo(new EndReply.Done());
        }
    }

    @Test
    void a_superusers_session_takes_a_superuser() throws Exception {
        try (PostgresGuest admin = PostgresGuest.connect(server, server.user(), "psql");
                var root = new SessionsOnServer(server, server.target())) {
            DatabaseSession session = care.await(admin, each -> each.state() == SessionState.IDLE);

            assertThat(session.endable()).contains("superuser");
            assertThat(care.end(session, EndMethod.TERMINATE))
                    .isInstanceOfSatisfying(
                            EndReply.Denied.class,
                            denied -> assertThat(denied.hint()).contains("superuser"));
            assertThat(admin.connected()).isTrue();
            DatabaseSession now = root.await(admin, each -> each.state() == SessionState.IDLE);
            assertThat(now.endable()).isNull();
            assertThat(root.end(now, EndMethod.TERMINATE)).isEqualTo(new EndReply.Done());
        }
    }

    @Test
    void caretaker_never_ends_the_session_that_it_asks_by() throws Exception {
        DatabaseSession own = care.await(session -> session.kind() == SessionKind.OWN);

        for (EndMethod method : EndMethod.values()) {
            assertThat(care.end(own, method)).isEqualTo(new EndReply.Gone());
        }
        assertThat(care.look().find(own.key())).isPresent();
    }

    @Test
    void a_refused_log_in_is_told_apart_from_a_server_that_does_not_answer() throws Exception {
        try (var nobody = new SessionsOnServer(server, Accounts.as(server.target(), "nobody"))) {
            assertThat(nobody.refused().fault()).isEqualTo(Fault.AUTHENTICATION);
        }
    }

    @Test
    void what_is_not_granted_is_seen_by_the_next_look() throws Exception {
        try (var late = new SessionsOnServer(server, Accounts.create(server, "late", ""));
                PostgresGuest guest = PostgresGuest.connect(server, "guest", "guest")) {
            assertThat(late.look().notes()).hasSize(1);

            server.sql("grant pg_monitor, pg_signal_backend to late");

            assertThat(late.look().notes()).isEqualTo(List.of());
            assertThat(late.see(guest).endable()).isNull();
        }
    }
}
