package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.testkit.server.MariaDbServer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What only a real MariaDB can teach.
final class MariaDbBehaviourIT {
    @Test
    void a_full_server_is_overloaded_for_a_newcomer_and_fine_for_who_is_in() throws Exception {
        try (var server = MariaDbServer.create().configure("max-connections=10");
                var within = new EngineUnderTest();
                var outside = new EngineUnderTest()) {
            server.configure("extra-max-connections=1").start();
            server.sql("CREATE USER plain@localhost IDENTIFIED BY 'p';");
            DatabaseTarget target = within.account(server.target(), "plain", "p");
            within.reached(target);
            var others = Stream.generate(EngineUnderTest::new).limit(9).toList();
            try {
                for (EngineUnderTest other : others) {
                    other.reached(other.account(server.target(), "plain", "p"));
                }

                assertThat(outside.refused(outside.account(target, "plain", "p")).fault())
                        .isEqualTo(Fault.OVERLOADED);
                assertThat(within.reached(target).metrics().get("connection_usage_percent"))
                        .isEqualTo(100.0);
            } finally {
                others.forEach(EngineUnderTest::close);
            }
        }
    }

    @Test
    void an_account_without_privileges_still_gives_the_counters() throws Exception {
        try (var server = MariaDbServer.startNew();
                var engine = new EngineUnderTest()) {
            server.sql("CREATE USER plain@localhost IDENTIFIED BY 'p';");
            DatabaseTarget target = engine.account(server.target(), "plain", "p");

            DatabaseReply.Reached reached = engine.reached(target);

            assertThat(reached.fingerprint()).isNotBlank();
            assertThat(reached.metrics().values())
                    .containsKeys("threads_running", "uptime_seconds")
                    .doesNotContainKey("replication_lag");
        }
    }

    @Test
    void a_host_that_has_no_account_is_refused_with_what_to_look_at() throws Exception {
        try (var server = MariaDbServer.create().configure("skip-name-resolve");
                var engine = new EngineUnderTest()) {
            server.start();
            server.sql("DROP USER admin@127.0.0.1;");

            DatabaseReply.Refused refused = engine.refused(engine.administrator(server));

            assertThat(refused.fault()).isEqualTo(Fault.AUTHENTICATION);
            assertThat(refused.message()).contains("host part");
        }
    }

    @Test
    void the_session_says_who_it_is() throws Exception {
        try (var server = MariaDbServer.startNew();
                var engine = new EngineUnderTest()) {
            engine.reached(engine.administrator(server));

            assertThat(
                            server.sql(
                                    "SELECT attr_value FROM"
                                            + " performance_schema.session_connect_attrs WHERE"
                                            + " attr_name = 'program_name';"))
                    .contains("caretaker");
        }
    }

    @Test
    void slow_queries_are_counted_since_the_check_before() throws Exception {
        try (var server = MariaDbServer.create().configure("long-query-time=0.05");
                var engine = new EngineUnderTest()) {
            server.configure("slow-query-log=1").start();
            DatabaseTarget target = engine.administrator(server);
            assertThat(engine.reached(target).metrics().get("slow_queries")).isNull();

            server.sql("DO SLEEP(0.1); DO SLEEP(0.1);");

            assertThat(engine.reached(target).metrics().get("slow_queries")).isEqualTo(2.0);
        }
    }

    @Test
    void a_replica_tells_its_lag_and_a_stopped_one_says_so() throws Exception {
        try (var source = MariaDbServer.create().configure("log-bin=binlog");
                var replica = MariaDbServer.create().configure("server-id=2");
                var engine = new EngineUnderTest()) {
            source.configure("server-id=1").start();
            replica.start();
            DatabaseTarget target = engine.adopt(engine.recognise(replica), "secret");
            assertThat(engine.reached(target).metrics().get("replication_lag")).isNull();

            follow(replica, source);

            assertThat(eventually(() -> lag(engine, target) >= 0)).isTrue();
            replica.sql("STOP SLAVE;");
            DatabaseReply.Reached stopped = engine.reached(target);
            assertThat(stopped.notice()).contains("replication applies nothing");
            assertThat(stopped.metrics().get("replication_lag")).isNull();
        }
    }

    private static void follow(MariaDbServer replica, MariaDbServer source) {
        String position = source.sql("SELECT @@gtid_binlog_pos;");
        replica.sql(
                "SET GLOBAL gtid_slave_pos='"
                        + position
                        + "'; CHANGE MASTER TO master_host='127.0.0.1', master_port="
                        + source.port()
                        + ", master_user='admin', master_password='"
                        + source.password().reveal()
                        + "', master_use_gtid=slave_pos; START SLAVE;");
    }

    private static double lag(EngineUnderTest engine, DatabaseTarget target) {
        try {
            Double lag = engine.reached(target).metrics().get("replication_lag");
            return Objects.requireNonNullElse(lag, -1.0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static boolean eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(50_000_000);
        }
        return false;
    }
}
