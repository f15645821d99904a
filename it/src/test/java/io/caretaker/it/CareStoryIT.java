package io.caretaker.it;

import static io.caretaker.it.Daemon.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.Threshold;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.session.CleanupPolicy;
import io.caretaker.core.session.CleanupPolicy.Limit;
import io.caretaker.core.session.Offence;
import io.caretaker.core.session.Protection;
import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the daemon does about a database that is up and not well.
class CareStoryIT {
    @TempDir Path directory;

    @Test
    void a_transaction_that_does_nothing_is_ended_where_that_is_wished_and_told() throws Exception {
        try (var server = prepared();
                var daemon = Daemon.in(directory);
                Connection idle = open(server, "app");
                Connection safe = open(server, "ledger")) {
            daemon.care = care(true);
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service);
            begin(safe);
            begin(idle);

            await().atMost(LONG).until(() -> !alive(server, "app"));

            assertThat(alive(server, "ledger")).isTrue();
            await().atMost(LONG).until(() -> daemon.told("ended 1 session").size() == 1);
            AuditEntry entry =
                    daemon.store.audit().recent(service.id().value(), 50).stream()
                            .map(AuditRecord::entry)
                            .filter(each -> each.action().equals("session.end"))
                            .findFirst()
                            .orElseThrow();
            assertThat(entry.actor()).isEqualTo("caretaker");
            assertThat(entry.details())
                    .containsEntry("user", "app")
                    .containsEntry("offence", "idle_in_transaction")
                    .containsEntry("query", "select ?");
        }
    }

    @Test
    void unasked_it_ends_nobody_and_tells_when_that_is_unhealthy_and_when_it_is_over()
            throws Exception {
        try (var server = prepared();
                var daemon = Daemon.in(directory);
                Connection idle = open(server, "app")) {
            daemon.care = care(false);
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service);
            begin(idle);

            await().atMost(LONG).until(() -> daemon.told("needs attention").size() == 1);
            assertThat(daemon.told("needs attention").getFirst().title())
                    .contains("sessions idle in transaction are 1");
            assertThat(alive(server, "app")).isTrue();
            idle.rollback();
            await().atMost(LONG)
                    .until(() -> daemon.told("no longer past its threshold").size() == 1);
            assertThat(daemon.told("needs attention")).hasSize(1);
        }
    }

    @Test
    void while_all_is_paused_nobody_is_ended() throws Exception {
        try (var server = prepared();
                var daemon = Daemon.in(directory);
                Connection idle = open(server, "app")) {
            daemon.care = care(true);
            Service service = daemon.adopt(server.port());
            daemon.store.recovery().pause(new Pause("anna", "I am looking", Instant.now(), null));
            daemon.start().awaitUp(service);
            begin(idle);
            await().atMost(LONG)
                    .until(() ->
                            server.sql(
                                            "select clock_timestamp() - state_change > interval '6 s'"
                                                    + " from pg_stat_activity where usename = 'app'")
                                    .equals("t"));
            assertThat(alive(server, "app")).isTrue();

            daemon.store.recovery().resume();

            await().atMost(LONG).until(() -> !alive(server, "app"));
        }
    }

    private static PostgresServer prepared() {
        PostgresServer server = PostgresServer.startNew();
        server.sql(
                "create role app login password 'care'; create role ledger login password 'care'");
        return server;
    }

    private static Care care(boolean cleanUp) {
        CleanupPolicy usual = CleanupPolicy.DEFAULT;
        var policy =
                new CleanupPolicy(
                                cleanUp,
                                Duration.ofSeconds(1),
                                usual.grace(),
                                usual.mostPerCycle(),
                                usual.limits())
                        .with(
                                Offence.IDLE_IN_TRANSACTION,
                                new Limit(true, Duration.ofSeconds(2), HealthStatus.WARNING));
        return new Care(
                Care.DEFAULT
                        .thresholds()
                        .with(
                                Map.of(
                                        "idle_in_transaction",
                                        Threshold.above(1, 30).holding(Duration.ofSeconds(1)))),
                policy,
                new Protection(List.of("ledger"), List.of(), List.of()),
                Care.DEFAULT.longQuery(),
                false);
    }

    private static Connection open(PostgresServer server, String user) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
        return DriverManager.getConnection(url, user, "care");
    }

    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 'a secret'");
        }
    }

    private static boolean alive(PostgresServer server, String user) {
        return server.sql("select count(*) from pg_stat_activity where usename = '" + user + "'")
                .equals("1");
    }
}
