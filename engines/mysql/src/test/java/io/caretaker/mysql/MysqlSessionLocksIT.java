package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionState;
import io.caretaker.testkit.server.MysqlFamilyServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MysqlSessionLocksIT extends FamilySessionLocks {
    private static MysqlFamilyServer server;

    @BeforeAll
    static void start() {
        server = Brand.MYSQL.started();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    MysqlFamilyServer server() {
        return server;
    }

    /// FLUSH TABLES waits for those who use a table, and all others wait for it.
    @Test
    void who_waits_for_a_flush_is_seen_behind_whom_uses_the_table() throws Exception {
        try (MysqlGuest reader = guest();
                MysqlGuest flusher =
                        MysqlGuest.connect(
                                server(), "admin", server().password().reveal(), "flusher");
                MysqlGuest late = guest()) {
            reader.start("SELECT SLEEP(300) FROM house.things LIMIT 1");
            sessions().await(reader, session -> session.state() == SessionState.ACTIVE);
            flusher.start("FLUSH TABLES");
            DatabaseSession flushing = sessions().await(flusher, DatabaseSession::blocked);
            late.start("SELECT COUNT(*) FROM house.things");
            DatabaseSession waiting = sessions().await(late, DatabaseSession::blocked);

            assertThat(flushing.blockedBy()).containsExactly("?");
            assertThat(waiting.blockedBy()).containsExactly(reader.id());
            assertThat(waiting.waitsFor()).isEqualTo("Lock: table flush");
            assertThat(sessions().look().notes()).isEmpty();

            assertThat(sessions().end(sessions().see(reader), EndMethod.CANCEL))
                    .isEqualTo(new EndReply.Done());
            sessions().await(late, session -> session.state() == SessionState.IDLE);
        }
    }

    /// XA RECOVER takes XA_RECOVER_ADMIN, which is too much for a monitoring account.
    @Override
    void checkName(String endable) {
        assertThat(endable).contains("XA RECOVER lists");
    }
}
