package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.testkit.server.MariaDbServer;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AdoptionIT {
    @Test
    void the_account_may_watch_and_nothing_else() throws Exception {
        try (var server = MariaDbServer.create().configure("log-bin=binlog");
                var engine = new EngineUnderTest()) {
            server.start();
            server.sql("CREATE DATABASE shop; CREATE TABLE shop.orders (a INT);");

            DatabaseTarget target = engine.adopt(engine.recognise(server), "p'a\\s\"s");

            assertThat(engine.reached(target).metrics().values())
                    .containsKeys("connections", "buffer_pool_hit_ratio", "slow_queries_total");
            assertThat(server.sql("SHOW GRANTS FOR caretaker_monitor@localhost;"))
                    .contains("PROCESS", "BINLOG MONITOR", "SLAVE MONITOR", "CONNECTION ADMIN")
                    .contains("MAX_USER_CONNECTIONS 10")
                    .contains("SELECT ON `performance_schema`")
                    .doesNotContain("SUPER", "ALL PRIVILEGES", "`shop`", "SELECT ON *.*");
            server.sql("CREATE USER anna@localhost IDENTIFIED BY 'hers'");
            try (Connection other = MonitoringRights.connect(server.port(), "anna", "hers")) {
                MonitoringRights.verify(
                        server.port(), "p'a\\s\"s", other, "SHOW ALL SLAVES STATUS");
            }
        }
    }

    @Test
    void it_works_without_name_resolution_and_leaves_the_binary_log_alone() throws Exception {
        try (var server = MariaDbServer.create().configure("skip-name-resolve");
                var engine = new EngineUnderTest()) {
            server.configure("log-bin=binlog").configure("server-id=7").start();
            String before = server.sql("SHOW MASTER STATUS;");

            DatabaseTarget target = engine.adopt(engine.recognise(server), "secret");

            assertThat(engine.check(target)).isInstanceOf(DatabaseReply.Reached.class);
            assertThat(server.sql("SHOW MASTER STATUS;")).isEqualTo(before);
        }
    }

    @Test
    void no_password_reaches_the_servers_logs() throws Exception {
        try (var server = MariaDbServer.create().configure("general-log=1");
                var engine = new EngineUnderTest()) {
            server.configure("general-log-file=general.log").start();

            engine.check(engine.adopt(engine.recognise(server), "never-in-a-log-4711"));

            try (Stream<String> log = Files.lines(server.dataDirectory().resolve("general.log"))) {
                assertThat(log)
                        .anyMatch(line -> line.contains("caretaker_monitor"))
                        .noneMatch(line -> line.contains("never-in-a-log-4711"));
            }
        }
    }

    @Test
    void a_server_that_lets_no_administrator_in_is_a_denial_with_the_statements() {
        try (var server = MariaDbServer.startNew();
                var engine = new EngineUnderTest()) {
            LocalServer found = engine.recognise(server);
            server.sql(
                    "ALTER USER root@localhost IDENTIFIED BY 'other';"
                            + " ALTER USER "
                            + server.user()
                            + "@localhost IDENTIFIED BY 'other';");

            assertThatThrownBy(() -> engine.adopt(found, "secret"))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> {
                                assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
                                assertThat(problem.message()).contains("Access denied");
                                assertThat(problem.hint())
                                        .contains("CREATE USER", "'localhost'", "GRANT PROCESS")
                                        .doesNotContain("secret");
                            });
        }
    }

    @Test
    void a_server_that_cannot_take_the_statements_is_a_denial_without_the_password() {
        try (var server = MariaDbServer.create();
                var engine = new EngineUnderTest()) {
            server.start();
            server.sql("INSTALL SONAME 'simple_password_check';");

            assertThatThrownBy(() -> engine.adopt(engine.recognise(server), "short"))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem ->
                                    assertThat(problem.message())
                                            .contains("ERROR")
                                            .doesNotContain("short"));
        }
    }

    @Test
    void a_server_without_a_port_cannot_be_adopted_and_is_told_so() throws Exception {
        try (var server = MariaDbServer.create().configure("skip-networking");
                var engine = new EngineUnderTest()) {
            server.start();
            LocalServer found = engine.recognise(server);

            assertThat(found.host()).isNull();
            assertThat(found.name()).isEqualTo("mariadb-data");
            assertThatThrownBy(() -> engine.adopt(found, "secret"))
                    .hasMessageContaining("listens on no TCP port");
        }
    }

    @Test
    void the_account_is_held_to_its_limit_of_connections() throws Exception {
        try (var server = MariaDbServer.startNew();
                var adopter = new EngineUnderTest()) {
            DatabaseTarget target = adopter.adopt(adopter.recognise(server), "secret");
            var engines =
                    Stream.generate(EngineUnderTest::new)
                            .limit(Account.CONNECTION_LIMIT + 1)
                            .toList();
            try {
                for (EngineUnderTest engine : engines.subList(0, Account.CONNECTION_LIMIT)) {
                    engine.reached(engine.account(target, Account.NAME, "secret"));
                }
                EngineUnderTest last = engines.getLast();
                assertThat(last.refused(last.account(target, Account.NAME, "secret")).fault())
                        .isEqualTo(Fault.OVERLOADED);
            } finally {
                engines.forEach(EngineUnderTest::close);
            }
        }
    }

    @Test
    void a_server_of_the_other_dialect_is_told() throws Exception {
        try (var server = MariaDbServer.startNew();
                var engine = new EngineUnderTest()) {
            DatabaseTarget target =
                    EngineUnderTest.as(EngineKind.MYSQL, engine.administrator(server));

            assertThat(engine.reached(target).notice())
                    .contains("configured as mysql", "MariaDB 10.");
        }
    }
}
