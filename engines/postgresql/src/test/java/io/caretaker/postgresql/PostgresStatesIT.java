package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.HealthScope;
import io.caretaker.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class PostgresStatesIT {
    @Test
    void a_server_that_has_not_come_up_yet_is_starting() throws Exception {
        try (PostgresServer server = PostgresServer.create().neverReady()) {
            server.start();
            try (PostgresEngine engine = engine(server)) {
                DatabaseReply.Refused refused = refused(check(engine, server.target()));

                assertThat(refused.fault()).isEqualTo(Fault.STARTING);
                assertThat(refused.details()).startsWith("57P03");
            }
        }
    }

    @Test
    void a_server_that_waits_for_its_sessions_to_end_is_stopping() throws Exception {
        try (PostgresServer server = PostgresServer.startNew();
                PostgresEngine engine = engine(server);
                Connection guest = connect(server)) {
            assertThat(guest.isValid(1)).isTrue();

            server.ask("TERM");
            DatabaseReply.Refused refused = refused(until(Fault.STOPPING, engine, server));

            assertThat(refused.fault()).isEqualTo(Fault.STOPPING);
        }
    }

    @Test
    void a_full_server_is_overloaded_and_a_kept_connection_tells_of_it_before() throws Exception {
        try (PostgresServer server = PostgresServer.create()) {
            server.configure("max_connections = 5").configure("superuser_reserved_connections = 0");
            server.configure("max_wal_senders = 0").configure("autovacuum = off");
            server.start();
            try (PostgresEngine kept = engine(server);
                    PostgresEngine late = engine(server)) {
                assertThat(reached(check(kept, server.target())).notice()).isNull();
                try (Connection first = connect(server);
                        Connection second = connect(server);
                        Connection third = connect(server);
                        Connection fourth = connect(server)) {
                    assertThat(first).isNotSameAs(second);
                    assertThat(third).isNotSameAs(fourth);

                    DatabaseReply.Refused refused = refused(check(late, server.target()));

                    assertThat(refused.fault()).isEqualTo(Fault.OVERLOADED);
                    assertThat(
                                    reached(check(kept, server.target()))
                                            .metrics()
                                            .get("connection_usage_percent"))
                            .isEqualTo(100.0);
                }
            }
        }
    }

    @Test
    void a_standby_tells_that_it_is_one_and_how_far_it_is_behind() throws Exception {
        try (PostgresServer server = PostgresServer.startNew()) {
            server.stop();
            server.neverReady().configure("hot_standby = on").start();
            try (PostgresEngine engine = engine(server)) {
                DatabaseReply.Reached reached = reached(until(null, engine, server));

                assertThat(reached.metrics().get("in_recovery")).isEqualTo(1.0);
                assertThat(reached.fingerprint()).isNotBlank();
            }
        }
    }

    @Test
    void waiting_sessions_and_open_transactions_are_counted() throws Exception {
        try (PostgresServer server = PostgresServer.startNew();
                PostgresEngine engine = engine(server);
                Connection holder = connect(server);
                Connection waiter = connect(server);
                Statement held = holder.createStatement();
                Statement waiting = waiter.createStatement()) {
            held.execute("create table t (id int)");
            held.execute("begin");
            held.execute("lock table t");
            Thread.ofVirtual().start(() -> tryTo(waiting));

            DatabaseReply.Reached reached = reached(check(engine, server.target()));
            while (!Objects.equals(reached.metrics().get("blocked_sessions"), 1.0)) {
                reached = reached(check(engine, server.target()));
            }

            assertThat(reached.metrics().get("idle_in_transaction")).isEqualTo(1.0);
            assertThat(reached.metrics().get("longest_transaction_s")).isPositive();
            held.execute("rollback");
        }
    }

    @Test
    void missing_statistics_of_statements_come_with_what_enables_them() throws Exception {
        try (PostgresServer server = PostgresServer.create()) {
            server.configure("shared_preload_libraries = ''").start();
            try (Looks looks = Looks.at(server)) {
                assertThat(looks.closely().notes())
                        .anySatisfy(note ->
                                assertThat(note)
                                        .contains("shared_preload_libraries", "restart")
                                        .endsWith(
                                                "in database postgres: CREATE EXTENSION"
                                                        + " pg_stat_statements"))
                        .anySatisfy(note -> assertThat(note).contains("track_io_timing = on"));
            }
            server.sql("create extension pg_stat_statements");
            try (Looks looks = Looks.at(server)) {
                assertThat(looks.look().notes())
                        .anySatisfy(note ->
                                assertThat(note)
                                        .contains("shared_preload_libraries")
                                        .doesNotContain("CREATE EXTENSION"));
            }
            assertThat(server.log()).doesNotContain("must be loaded via");
        }
    }

    @Test
    void a_reserved_slot_lets_the_account_in_when_the_others_are_used() throws Exception {
        try (PostgresServer server = PostgresServer.create()) {
            server.configure("max_connections = 5").configure("superuser_reserved_connections = 1");
            server.configure("max_wal_senders = 0").configure("autovacuum = off");
            server.start();
            server.sql("create role app login password 'app'");
            try (Connection first = connect(server);
                    Connection second = connect(server);
                    Connection third = connect(server);
                    Connection fourth = connect(server);
                    Looks looks = Looks.at(server)) {
                assertThat(List.of(first, second, third, fourth)).doesNotHaveDuplicates();

                assertThat(looks.metric("connection_usage_percent")).isEqualTo(125.0);
            }
        }
    }

    @Test
    void a_server_that_hangs_in_a_look_times_out_and_answers_again() throws Exception {
        try (PostgresServer server = PostgresServer.startNew();
                Looks looks = Looks.at(server)) {
            looks.look();
            server.freeze();
            try {
                DatabaseReply reply =
                        looks.examine(
                                HealthScope.full(Duration.ofSeconds(5), Duration.ofSeconds(1)),
                                Duration.ofMillis(700));

                assertThat(refused(reply).fault()).isEqualTo(Fault.TIMED_OUT);
            } finally {
                server.thaw();
            }
            looks.look();

            server.kill();
            server.start();
            assertThat(looks.look().metrics().values())
                    .allSatisfy((name, value) -> assertThat(value).as(name).isNotNegative());
        }
    }

    @Test
    void a_server_that_does_not_offer_tls_is_a_tls_fault_when_tls_is_asked_for() throws Exception {
        try (PostgresServer server = PostgresServer.startNew();
                PostgresEngine engine = engine(server)) {
            DatabaseTarget target =
                    Targets.withTls(server.target(), DatabaseTarget.TlsMode.REQUIRE, null);

            assertThat(refused(check(engine, target)).fault()).isEqualTo(Fault.TLS);
        }
    }

    @Test
    void an_unknown_database_and_a_closed_door_are_told_apart() throws Exception {
        try (PostgresServer server = PostgresServer.startNew();
                PostgresEngine engine = engine(server)) {
            DatabaseReply noDatabase = check(engine, Targets.withDatabase(server.target(), "none"));
            server.sql("create database shut allow_connections false");
            DatabaseReply shut = check(engine, Targets.withDatabase(server.target(), "shut"));
            server.allow("local all all peer");
            server.sql("select pg_reload_conf()");
            DatabaseReply noEntry = check(engine, Targets.withDatabase(server.target(), "other"));

            assertThat(refused(noDatabase).fault()).isEqualTo(Fault.AUTHENTICATION);
            assertThat(refused(noDatabase).details()).startsWith("3D000");
            assertThat(refused(shut).fault()).isEqualTo(Fault.AUTHENTICATION);
            assertThat(refused(shut).details()).contains("not currently accepting connections");
            assertThat(refused(noEntry).fault()).isEqualTo(Fault.AUTHENTICATION);
            assertThat(refused(noEntry).details()).contains("no pg_hba.conf entry");
        }
    }

    /// Checks until the fault, or a session when it is null, comes.
    private static DatabaseReply until(
            @org.jspecify.annotations.Nullable Fault fault,
            PostgresEngine engine,
            PostgresServer server)
            throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        DatabaseReply reply = check(engine, server.target());
        while (System.nanoTime() < end
                && !(reply instanceof DatabaseReply.Refused refused
                        ? refused.fault() == fault
                        : fault == null)) {
            reply = check(engine, server.target());
        }
        return reply;
    }

    private static void tryTo(Statement waiting) {
        try {
            waiting.execute("select * from t");
        } catch (java.sql.SQLException e) {
            // The test is over.
        }
    }

    private static PostgresEngine engine(PostgresServer server) {
        return new PostgresEngine(_ -> server.password());
    }

    private static DatabaseReply check(PostgresEngine engine, DatabaseTarget target)
            throws InterruptedException {
        return engine.check(target, Deadline.after(Duration.ofSeconds(20), System::nanoTime));
    }

    private static Connection connect(PostgresServer server) throws java.sql.SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?sslmode=disable",
                server.user(),
                server.password().reveal());
    }

    private static DatabaseReply.Reached reached(DatabaseReply reply) {
        assertThat(reply).isInstanceOf(DatabaseReply.Reached.class);
        return (DatabaseReply.Reached) reply;
    }

    private static DatabaseReply.Refused refused(DatabaseReply reply) {
        assertThat(reply).isInstanceOf(DatabaseReply.Refused.class);
        return (DatabaseReply.Refused) reply;
    }
}
