package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.health.LocalServer;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.testkit.server.MySqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MysqlAdoptionIT {
    @Test
    void by_a_root_without_a_password_the_account_gets_its_rights_and_no_more() throws Exception {
        try (var server = withTable(MySqlServer.create().configure("log-bin=binlog"));
                var engine = new EngineUnderTest()) {
            String before = server.sql("SHOW MASTER STATUS");
            LocalServer found = engine.recognise(server);

            engine.reached(engine.adopt(found, "p'a\\s\"s"));
            engine.reached(engine.adopt(found, "another"));

            assertThat(server.sql("SHOW GRANTS FOR caretaker_monitor@localhost"))
                    .contains("GRANT PROCESS, REPLICATION CLIENT ON *.*")
                    .contains("GRANT CONNECTION_ADMIN ON *.*")
                    .contains("SELECT ON `performance_schema`.*")
                    .doesNotContain("SUPER", "`shop`", "SELECT ON *.*", "SYSTEM");
            assertThat(server.sql("SHOW MASTER STATUS")).isEqualTo(before);
            assertThat(server.sql("SELECT plugin FROM mysql.user WHERE user LIKE 'caretaker%'"))
                    .contains("caching_sha2_password")
                    .doesNotContain("native");
            try (Connection other = someone(server)) {
                MonitoringRights.verify(server.port(), "another", other, "SHOW REPLICA STATUS");
            }
        }
    }

    @Test
    void an_account_made_before_gets_what_it_lacks() throws Exception {
        try (var server = withTable(MySqlServer.create());
                var engine = new EngineUnderTest()) {
            server.sql(
                    "CREATE USER caretaker_monitor@localhost IDENTIFIED BY 'old' WITH"
                            + " MAX_USER_CONNECTIONS 5; GRANT PROCESS, REPLICATION CLIENT ON *.* TO"
                            + " caretaker_monitor@localhost");

            engine.adopt(engine.recognise(server), "new");

            assertThat(server.sql("SHOW GRANTS FOR caretaker_monitor@localhost"))
                    .contains("CONNECTION_ADMIN", "performance_schema");
            assertThat(
                            server.sql(
                                    "SELECT max_user_connections FROM mysql.user WHERE user ="
                                            + " 'caretaker_monitor'"))
                    .startsWith("10");
        }
    }

    @Test
    void by_a_root_whom_the_operating_system_vouches_for() throws Exception {
        try (var server =
                        withTable(
                                MySqlServer.create().configure("plugin-load-add=auth_socket.so"));
                var engine = new EngineUnderTest()) {
            String root = System.getProperty("user.name");
            server.sql("ALTER USER root@localhost IDENTIFIED WITH auth_socket AS '" + root + "'");

            engine.reached(engine.adopt(engine.recognise(server), "secret"));
        }
    }

    @Test
    void by_the_servers_own_user_whom_the_operating_system_vouches_for() throws Exception {
        try (var server =
                        withTable(
                                MySqlServer.create().configure("plugin-load-add=auth_socket.so"));
                var engine = new EngineUnderTest()) {
            server.sql(
                    "CREATE USER "
                            + server.user()
                            + "@localhost IDENTIFIED WITH auth_socket; GRANT ALL ON *.* TO "
                            + server.user()
                            + "@localhost WITH GRANT OPTION; ALTER USER root@localhost IDENTIFIED"
                            + " BY 'unknown'");

            engine.reached(engine.adopt(engine.recognise(server), "secret"));
        }
    }

    @Test
    void by_a_root_whose_password_is_in_its_own_option_file(@TempDir Path home) throws Exception {
        try (var server = withTable(MySqlServer.create());
                var engine = new EngineUnderTest()) {
            server.sql("ALTER USER root@localhost IDENTIFIED BY 'kept'");
            Files.writeString(home.resolve(".my.cnf"), "[client]\nuser=root\npassword=kept\n");
            var host = new WithEnvironment(EngineUnderTest.HOST, Map.of("HOME", home.toString()));

            var secret = Secret.of("secret");
            var target =
                    engine.engine()
                            .adopt(engine.recognise(server), secret, host, EngineUnderTest.soon());

            engine.reached(engine.account(target, Account.NAME, "secret"));
        }
    }

    @Test
    void a_root_with_a_password_is_a_denial_with_the_statements_that_work() throws Exception {
        try (var server = withTable(MySqlServer.create());
                var engine = new EngineUnderTest()) {
            server.sql("ALTER USER root@localhost IDENTIFIED BY 'unknown'");
            LocalServer found = engine.recognise(server);

            assertThatThrownBy(() -> engine.adopt(found, "secret"))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> {
                                assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
                                assertThat(problem.message()).contains("Access denied for user");
                                assertThat(problem.hint())
                                        .contains("CREATE USER", "CONNECTION_ADMIN")
                                        .doesNotContain("secret");
                            });
            byHand(server, Account.template(found.engine(), Account.hosts(found)));
            engine.reached(engine.account(server.target(), Account.NAME, "<password>"));
        }
    }

    /// As a person does with the hint.
    private static void byHand(MySqlServer server, String statements) throws SQLException {
        try (Connection admin =
                        MonitoringRights.connect(
                                server.port(), "admin", server.password().reveal());
                var statement = admin.createStatement()) {
            for (String each : statements.split(";", -1)) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        }
    }

    private static Connection someone(MySqlServer server) throws SQLException {
        server.sql("CREATE USER anna@localhost IDENTIFIED BY 'hers'");
        return MonitoringRights.connect(server.port(), "anna", "hers");
    }

    private static MySqlServer withTable(MySqlServer server) {
        server.start();
        server.sql("CREATE DATABASE shop; CREATE TABLE shop.orders (a INT)");
        return server;
    }
}
