package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.LockForest;
import io.caretaker.core.session.LockTree;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who waits for whom on a real server.
abstract class FamilySessionLocks {
    private @Nullable SessionsOnServer care;

    abstract MysqlFamilyServer server();

    @BeforeEach
    final void comeIn() {
        server().sql("DROP USER IF EXISTS care@localhost");
        care = SessionsOnServer.careful(server());
    }

    @AfterEach
    final void leave() {
        sessions().close();
    }

    final SessionsOnServer sessions() {
        return Objects.requireNonNull(care);
    }

    final MysqlGuest guest() {
        try {
            return MysqlGuest.connect(server());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_chain_of_thirty_has_one_root() throws Exception {
        var guests = Stream.generate(this::guest).limit(31).toList();
        try {
            guests.getFirst().hold("0");
            for (int i = 1; i < guests.size(); i++) {
                guests.get(i).hold(Integer.toString(i));
                guests.get(i).want(Integer.toString(i - 1));
            }
            sessions().await(30, DatabaseSession::blocked);

            List<LockTree> forest = LockForest.of(sessions().look());

            assertThat(forest).hasSize(1);
            assertThat(forest.getFirst().session().id()).isEqualTo(guests.getFirst().id());
            assertThat(forest.getFirst().waiting()).isEqualTo(30);
            assertThat(forest.getFirst().session().state())
                    .isEqualTo(SessionState.IDLE_IN_TRANSACTION);
        } finally {
            guests.reversed().forEach(MysqlGuest::close);
        }
    }

    @Test
    void who_waits_for_a_table_is_seen_behind_whom_he_waits_for() throws Exception {
        try (MysqlGuest reader = guest();
                MysqlGuest changer = guest();
                MysqlGuest late = guest()) {
            reader.run("BEGIN");
            reader.ask("SELECT COUNT(*) FROM house.things");
            changer.start("ALTER TABLE house.things ADD COLUMN colour INT");
            DatabaseSession waiting = sessions().await(changer, DatabaseSession::blocked);
            late.start("SELECT COUNT(*) FROM house.things");
            DatabaseSession behind = sessions().await(late, DatabaseSession::blocked);

            assertThat(waiting.blockedBy()).containsExactly(reader.id());
            assertThat(waiting.kind()).isEqualTo(SessionKind.MAINTENANCE);
            assertThat(waiting.waitsFor()).isEqualTo("Lock: table house.things");
            assertThat(waiting.lockWaitSince()).isAfterOrEqualTo(waiting.querySince());
            assertThat(behind.blockedBy()).containsExactly(changer.id());
            LockTree tree = LockForest.of(sessions().look()).getFirst();
            assertThat(tree.session().id()).isEqualTo(reader.id());
            assertThat(tree.waiting()).isEqualTo(2);
            assertThat(sessions().look().notes()).isEmpty();

            DatabaseSession root = sessions().see(reader);
            assertThat(sessions().end(root, EndMethod.TERMINATE)).isEqualTo(new EndReply.Done());
            sessions().await(late, session -> session.state() == SessionState.IDLE);
        } finally {
            server().sql("ALTER TABLE house.things DROP COLUMN colour");
        }
    }

    @Test
    void who_froze_the_server_is_whom_writers_wait_for() throws Exception {
        try (MysqlGuest writer = guest();
                MysqlGuest freezer =
                        MysqlGuest.connect(
                                server(), "admin", server().password().reveal(), "freezer")) {
            freezer.run("FLUSH TABLES WITH READ LOCK");
            writer.start("UPDATE house.things SET n = n + 1");

            DatabaseSession waiting = sessions().await(writer, DatabaseSession::blocked);

            assertThat(waiting.blockedBy()).containsExactly(freezer.id());
            assertThat(waiting.waitsFor()).startsWith("Lock: ");
            freezer.run("UNLOCK TABLES");
            sessions().await(writer, session -> !session.blocked());
        }
    }

    @Test
    void locks_that_programs_name_themselves_are_seen() throws Exception {
        try (MysqlGuest holder = guest();
                MysqlGuest waiter = guest()) {
            holder.ask("SELECT GET_LOCK('nightly', 1)");
            waiter.start("SELECT GET_LOCK('nightly', 300)");

            DatabaseSession waiting = sessions().await(waiter, DatabaseSession::blocked);

            assertThat(waiting.blockedBy()).containsExactly(holder.id());
            assertThat(waiting.waitsFor()).isEqualTo("Lock: user level lock nightly");
            assertThat(sessions().see(holder).state()).isEqualTo(SessionState.IDLE);
        }
    }

    @Test
    void who_waits_for_several_is_blocked_until_the_last_is_gone() throws Exception {
        try (MysqlGuest one = guest();
                MysqlGuest other = guest();
                MysqlGuest waiter = guest()) {
            for (MysqlGuest sharer : List.of(one, other)) {
                sharer.run("BEGIN");
                sharer.ask("SELECT n FROM house.things WHERE name = 'c' LOCK IN SHARE MODE");
            }
            waiter.want("c");

            DatabaseSession waiting = sessions().await(waiter, DatabaseSession::blocked);

            assertThat(waiting.blockedBy()).containsExactlyInAnyOrder(one.id(), other.id());
            sessions().end(sessions().see(one), EndMethod.TERMINATE);
            DatabaseSession next =
                    sessions().await(waiter, each -> !each.blockedBy().contains(one.id()));
            assertThat(next.blockedBy()).containsExactly(other.id());
        }
    }

    @Test
    void those_who_only_read_are_each_in_their_own_transaction() throws Exception {
        try (MysqlGuest one = guest();
                MysqlGuest other = guest()) {
            for (MysqlGuest reader : List.of(one, other)) {
                reader.run("BEGIN");
                reader.ask("SELECT COUNT(*) FROM house.things");
            }

            for (MysqlGuest reader : List.of(one, other)) {
                DatabaseSession session =
                        sessions().await(reader, each -> each.state().idleInTransaction());
                assertThat(session.transactionSince()).isNotNull();
            }
        }
    }

    @Test
    void a_prepared_transaction_is_the_root_of_those_who_wait_for_it() throws Exception {
        try (MysqlGuest waiter = guest()) {
            try (MysqlGuest owner = guest()) {
                owner.run("XA START 'it''s mine'");
                owner.run("UPDATE house.things SET n = n + 1 WHERE name = '7'");
                owner.run("XA END 'it''s mine'");
                owner.run("XA PREPARE 'it''s mine'");
            }
            waiter.want("7");

            DatabaseSession waiting =
                    sessions()
                            .await(
                                    waiter,
                                    session ->
                                            session.blocked()
                                                    && session.blockedBy()
                                                            .getFirst()
                                                            .startsWith("prepared:"));
            LockTree tree = LockForest.of(sessions().look()).getFirst();

            assertThat(waiting.blockedBy()).hasSize(1);
            assertThat(tree.session().kind()).isEqualTo(SessionKind.PREPARED);
            assertThat(tree.session().transactionSince()).isBefore(sessions().look().at());
            assertThat(tree.waiting()).isEqualTo(1);
            assertThat(tree.session().endable()).contains("XA ROLLBACK");
            assertThat(sessions().end(tree.session(), EndMethod.TERMINATE))
                    .isInstanceOf(EndReply.Failed.class);
            checkName(Objects.requireNonNull(tree.session().endable()));
            server().sql("XA ROLLBACK X'69742773206d696e65',X'',1");
            sessions().await(waiter, session -> !session.blocked());
        }
    }

    /// Whether the account may learn the name differs.
    abstract void checkName(String endable);
}
