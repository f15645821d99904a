package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import io.caretaker.testkit.server.Programs;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MariaDbRightsIT extends RightsSuite {
    @Override
    protected MysqlFamilyServer create() {
        return MariaDbServer.create();
    }

    @Override
    protected List<String> replicationRights() {
        return List.of("SLAVE MONITOR ON *.*", "BINLOG MONITOR ON *.*");
    }

    @Override
    protected String louder() {
        return "log-warnings=2";
    }

    @Test
    void the_certificate_is_told_although_the_check_itself_has_no_tls() {
        try (MariaDbServer server = MariaDbServer.create()) {
            String directory = server.dataDirectory().toString();
            Programs.run(
                    List.of(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-days",
                            "9",
                            "-subj",
                            "/CN=localhost",
                            "-keyout",
                            directory + "/key.pem",
                            "-out",
                            directory + "/cert.pem"),
                    "");
            Programs.give(server.dataDirectory(), server.user());
            server.configure("ssl-cert=" + directory + "/cert.pem")
                    .configure("ssl-key=" + directory + "/key.pem")
                    .start();
            try (Looks looks = Looks.at(server)) {
                DatabaseReply.Reached reached = looks.look();

                assertThat(reached.metrics().get("tls_enabled")).isEqualTo(1.0);
                assertThat(reached.metrics().get("certificate_days_left")).isBetween(8.9, 9.0);
                assertThat(looks.metric("tls_connections")).isZero();
                assertThat(looks.metric("aborted_connects_total")).isZero();
            }
        }
    }

    @Test
    void a_log_that_is_silent_about_refused_log_ins_is_told_of() {
        try (MariaDbServer server = MariaDbServer.create()) {
            server.configure("log-warnings=1").start();
            try (Looks looks = Looks.at(server)) {
                assertThat(looks.look().notes())
                        .anySatisfy(note ->
                                assertThat(note)
                                        .startsWith("refused log-ins are not written")
                                        .endsWith("SET GLOBAL log_warnings = 2"));
            }
        }
    }
}
