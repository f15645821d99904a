package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.testkit.server.MySqlServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MysqlRightsIT extends RightsSuite {
    @Override
    protected MysqlFamilyServer create() {
        return MySqlServer.create();
    }

    @Override
    protected List<String> replicationRights() {
        return List.of("REPLICATION CLIENT ON *.*");
    }

    @Override
    protected String louder() {
        return "log-error-verbosity=3";
    }

    @Test
    void certificate_and_silent_log_are_told_without_more() {
        try (MySqlServer server = MySqlServer.startNew();
                Looks looks = Looks.at(server)) {
            DatabaseReply.Reached reached = looks.look();

            assertThat(reached.metrics().get("tls_enabled")).isEqualTo(1.0);
            assertThat(reached.metrics().get("certificate_days_left")).isGreaterThan(3000);
            assertThat(reached.metrics().get("total_locks")).isNotNull();
            assertThat(reached.notes())
                    .containsExactly(
                            "refused log-ins are not written to the server's log: SET PERSIST"
                                    + " log_error_verbosity = 3");
        }
    }
}
