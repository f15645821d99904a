package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Accounts that may do less than they should, servers that tell less, and what people are told.
final class SessionRightsIT {
    @ParameterizedTest
    @EnumSource(Brand.class)
    void an_account_that_only_sees_names_the_grant_and_ends_nobody(Brand brand) throws Exception {
        try (MysqlFamilyServer server = brand.started();
                SessionsOnServer watcher =
                        SessionsOnServer.with(server, "watcher", "PROCESS", true);
                MysqlGuest guest = MysqlGuest.connect(server)) {
            DatabaseSession session =
                    watcher.await(guest, each -> each.state() == SessionState.IDLE);
            String grant =
                    "GRANT " + SessionsOnServer.ender(server) + " ON *.* TO 'watcher'@'localhost'";

            assertThat(session.endable()).endsWith(grant);
            for (EndMethod method : EndMethod.values()) {
                assertThat(
                                watcher.sessions()
                                        .end(
                                                watcher.target(),
                                                session.key(),
                                                null,
                                                method,
                                                EngineUnderTest.soon()))
                        .satisfiesAnyOf(
                                reply -> assertThat(reply).isEqualTo(new EndReply.Gone()),
                                reply ->
                                        assertThat(((EndReply.Denied) reply).hint())
                                                .endsWith(grant));
            }
            assertThat(watcher.end(session, EndMethod.TERMINATE))
                    .isInstanceOf(EndReply.Denied.class);
            assertThat(guest.connected()).isTrue();

            server.sql(grant);
            assertThat(watcher.see(guest).endable()).isNull();
            assertThat(watcher.end(watcher.see(guest), EndMethod.TERMINATE))
                    .isEqualTo(new EndReply.Done());
        }
    }

    @ParameterizedTest
    @EnumSource(Brand.class)
    void rights_by_a_role_count(Brand brand) throws Exception {
        try (MysqlFamilyServer server = brand.started();
                SessionsOnServer care = SessionsOnServer.with(server, "care", "USAGE", true);
                MysqlGuest guest = MysqlGuest.connect(server)) {
            String ender = SessionsOnServer.ender(server);
            server.sql("CREATE ROLE carer; GRANT PROCESS, " + ender + " ON *.* TO carer");
            server.sql("GRANT carer TO care@localhost");
            server.sql(
                    "SET DEFAULT ROLE carer "
                            + (brand == Brand.MARIADB ? "FOR" : "TO")
                            + " care@localhost");

            assertThat(care.look().notes()).noneMatch(note -> note.contains("GRANT PROCESS"));
            assertThat(care.see(guest).endable()).isNull();
            assertThat(care.end(care.see(guest), EndMethod.TERMINATE))
                    .isEqualTo(new EndReply.Done());
        }
    }

    @ParameterizedTest
    @EnumSource(Brand.class)
    void an_account_that_sees_nothing_names_the_grants(Brand brand) throws Exception {
        try (MysqlFamilyServer server = brand.started();
                SessionsOnServer blind = SessionsOnServer.with(server, "blind", "USAGE", false);
                MysqlGuest guest = MysqlGuest.connect(server)) {
            SessionSnapshot snapshot = blind.look();

            assertThat(snapshot.notes())
                    .hasSize(2)
                    .anyMatch(note -> note.contains("GRANT PROCESS ON *.* TO 'blind'@'localhost'"))
                    .anyMatch(note -> note.contains("GRANT SELECT ON performance_schema.*"));
            assertThat(snapshot.sessions()).noneMatch(session -> session.id().equals(guest.id()));
        }
    }

    @ParameterizedTest
    @EnumSource(Brand.class)
    void ones_own_sessions_need_no_right(Brand brand) throws Exception {
        try (MysqlFamilyServer server = brand.started();
                SessionsOnServer self = new SessionsOnServer(server, "guest", "guest-password");
                MysqlGuest guest = MysqlGuest.connect(server)) {
            server.sql("GRANT SELECT ON performance_schema.* TO guest@localhost");
            DatabaseSession session = self.see(guest);

            assertThat(session.endable()).isNull();
            assertThat(session.kind()).isEqualTo(SessionKind.CLIENT);
            assertThat(self.end(session, EndMethod.TERMINATE)).isEqualTo(new EndReply.Done());
        }
    }

    @Test
    void an_account_of_the_system_takes_one_of_the_system() throws Exception {
        try (MysqlFamilyServer server = Brand.MYSQL.started();
                SessionsOnServer care = SessionsOnServer.careful(server);
                MysqlGuest admin =
                        MysqlGuest.connect(
                                server, "admin", server.password().reveal(), "console")) {
            DatabaseSession session = care.await(admin, each -> each.state() == SessionState.IDLE);

            assertThat(care.end(session, EndMethod.TERMINATE))
                    .isInstanceOfSatisfying(
                            EndReply.Denied.class,
                            denied -> assertThat(denied.hint()).contains("GRANT SYSTEM_USER ON"));
            assertThat(admin.connected()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Brand.class)
    void without_performance_schema_it_is_said_what_is_missing(Brand brand) throws Exception {
        try (MysqlFamilyServer server = brand.create().configure("performance-schema=OFF")) {
            server.start();
            MysqlGuest.invite(server);
            try (SessionsOnServer care = SessionsOnServer.careful(server);
                    MysqlGuest holder = MysqlGuest.connect(server);
                    MysqlGuest waiter = MysqlGuest.connect(server)) {
                holder.hold("a");
                waiter.want("a");
                DatabaseSession waiting = care.await(waiter, DatabaseSession::blocked);
                DatabaseSession root = care.await(holder, each -> each.state().idleInTransaction());

                assertThat(care.look().notes())
                        .first()
                        .asString()
                        .contains("performance_schema=ON");
                assertThat(waiting.blockedBy())
                        .containsExactly(brand == Brand.MARIADB ? holder.id() : "?");
                assertThat(root.application()).isNull();
                assertThat(care.look().sessions())
                        .anyMatch(session -> session.kind() == SessionKind.OWN);
                DatabaseSession old = care.awaitAge(holder, Duration.ofSeconds(5));
                assertThat(care.end(old, EndMethod.TERMINATE)).isEqualTo(new EndReply.Done());
                care.await(waiter, each -> !each.blocked());
            }
        }
    }

    @Test
    void a_refused_log_in_is_told_apart_from_a_server_that_does_not_answer() throws Exception {
        try (MysqlFamilyServer server = Brand.MARIADB.started();
                var nobody = new SessionsOnServer(server, "nobody", "x")) {
            assertThat(nobody.refused().fault()).isEqualTo(Fault.AUTHENTICATION);
        }
    }
}
