package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MariaDbSessionLocksIT extends FamilySessionLocks {
    private static MysqlFamilyServer server;

    @BeforeAll
    static void start() {
        server = Brand.MARIADB.started();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    MysqlFamilyServer server() {
        return server;
    }

    @Override
    void checkName(String endable) {
        assertThat(endable).contains("XA ROLLBACK X'69742773206d696e65'");
    }

    @Test
    void where_locks_are_not_recorded_it_is_said_what_would_show_them() throws Exception {
        try (var plain = MariaDbServer.create()) {
            plain.start();
            MysqlGuest.invite(plain);
            try (SessionsOnServer care = SessionsOnServer.careful(plain);
                    MysqlGuest reader = MysqlGuest.connect(plain);
                    MysqlGuest changer = MysqlGuest.connect(plain)) {
                reader.run("BEGIN");
                reader.ask("SELECT COUNT(*) FROM house.things");
                changer.start("ALTER TABLE house.things ADD COLUMN colour INT");

                DatabaseSession waiting = care.await(changer, DatabaseSession::blocked);

                assertThat(waiting.blockedBy()).containsExactly("?");
                assertThat(care.look().notes())
                        .singleElement()
                        .asString()
                        .contains("INSTALL SONAME 'metadata_lock_info'");
                plain.sql("INSTALL SONAME 'metadata_lock_info'");
                care.forget();
                DatabaseSession now = care.await(changer, DatabaseSession::blocked);
                assertThat(now.blockedBy()).containsExactly(reader.id());
                assertThat(care.look().notes()).isEmpty();
            }
        }
    }
}
