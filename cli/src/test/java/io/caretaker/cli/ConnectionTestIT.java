package io.caretaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.document.ConnectionDocument;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.health.ConnectionReport.Verdict;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.hosts.probe.DeadlineResolver;
import io.caretaker.mysql.MysqlEngine;
import io.caretaker.postgresql.PostgresEngine;
import io.caretaker.server.desk.ConnectionTest;
import io.caretaker.testkit.server.DatabaseServer;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.PostgresServer;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Trying log-ins to real servers.
class ConnectionTestIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Secret RIGHT = Secret.of("watching-all-day");

    private final ConnectionTest test =
            new ConnectionTest(
                    ConnectionTestIT::engine,
                    _ -> RIGHT,
                    () -> {
                        throw new AssertionError("no other hosts here");
                    },
                    InstantSource.system(),
                    System::nanoTime);

    private static DatabaseEngine engine(EngineKind kind, SecretSource secrets) {
        return kind == EngineKind.POSTGRESQL
                ? new PostgresEngine(secrets)
                : new MysqlEngine(secrets, new DeadlineResolver());
    }

    private static DatabaseTarget target(DatabaseServer server, String user, int port) {
        DatabaseTarget known = server.target();
        return new DatabaseTarget(
                known.engine(),
                known.host(),
                port,
                known.database(),
                user,
                known.password(),
                known.tls(),
                null);
    }

    private ConnectionReport tried(
            DatabaseServer server, String user, @Nullable Secret password, int port)
            throws InterruptedException {
        DatabaseTarget target = target(server, user, port);
        ConnectionReport report = test.run(target, null, password, LIMIT);
        assertThat(ConnectionDocument.of(report).toString())
                .doesNotContain(RIGHT.reveal())
                .contains("verdict=" + report.verdict().label());
        return report;
    }

    @Test
    void a_postgresql_server_is_tried_and_what_is_missing_is_said() throws InterruptedException {
        try (PostgresServer server = PostgresServer.startNew()) {
            server.sql(
                    "create role watcher login password '%1$s' in role pg_monitor; create role plain login password '%1$s'"
                            .formatted(RIGHT.reveal()));
            ConnectionReport ready = tried(server, "watcher", RIGHT, server.port());
            assertThat(ready.verdict()).as(ready.toString()).isEqualTo(Verdict.READY);
            assertThat(ready.metrics()).contains("total_connections", "max_connections");
            assertThat(ready.version()).isNotBlank();
            assertThat(ready.fingerprint()).isNotBlank();

            ConnectionReport limited = tried(server, "plain", RIGHT, server.port());
            assertThat(limited.verdict()).isEqualTo(Verdict.LIMITED);
            assertThat(limited.missing())
                    .anyMatch(each -> each.contains("GRANT pg_monitor TO plain"));

            assertThat(tried(server, "plain", null, server.port()).verdict())
                    .isEqualTo(Verdict.LIMITED);
            refusals(server, "watcher");
        }
    }

    @Test
    void a_mariadb_server_is_tried_and_what_is_missing_is_said() throws InterruptedException {
        try (MariaDbServer server = MariaDbServer.startNew()) {
            server.sql(
                    "create user plain@'127.0.0.1' identified by '%1$s'; create user watcher@'127.0.0.1' identified by '%1$s'; grant all on *.* to watcher@'127.0.0.1';"
                            .formatted(RIGHT.reveal()));
            ConnectionReport ready = tried(server, "watcher", RIGHT, server.port());
            assertThat(ready.verdict()).as(ready.toString()).isEqualTo(Verdict.READY);
            assertThat(ready.metrics()).contains("total_connections", "max_connections");

            ConnectionReport limited = tried(server, "plain", RIGHT, server.port());
            assertThat(limited.verdict()).as(limited.toString()).isEqualTo(Verdict.LIMITED);
            assertThat(limited.missing()).anyMatch(each -> each.contains("GRANT "));

            DatabaseTarget known = target(server, "watcher", server.port());
            var asMysql =
                    new DatabaseTarget(
                            EngineKind.MYSQL,
                            known.host(),
                            known.port(),
                            null,
                            "watcher",
                            null,
                            known.tls(),
                            null);
            assertThat(test.run(asMysql, null, RIGHT, LIMIT).verdict())
                    .isEqualTo(Verdict.OTHER_ENGINE);
            refusals(server, "watcher");
        }
    }

    private void refusals(DatabaseServer server, String user) throws InterruptedException {
        int port = server.target().port();
        ConnectionReport wrong = tried(server, user, Secret.of("not-" + RIGHT.reveal()), port);
        assertThat(wrong.verdict()).isEqualTo(Verdict.LOG_IN_REFUSED);
        assertThat(wrong.message()).startsWith("the server lives and refuses the log-in");

        ConnectionReport nobody = tried(server, user, RIGHT, FreePort.find());
        assertThat(nobody.verdict()).isEqualTo(Verdict.NOT_REACHABLE);
        assertThat(nobody.version()).isNull();

        DatabaseTarget known = target(server, user, port);
        var verified =
                new DatabaseTarget(
                        known.engine(),
                        known.host(),
                        port,
                        known.database(),
                        user,
                        null,
                        DatabaseTarget.TlsMode.VERIFY,
                        null);
        assertThat(test.run(verified, null, RIGHT, LIMIT).verdict())
                .isEqualTo(Verdict.TLS_NOT_ACCEPTED);
    }
}
