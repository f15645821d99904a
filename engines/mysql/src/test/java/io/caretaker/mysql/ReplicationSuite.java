package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.testkit.server.MysqlFamilyServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// A source and its replica, and how they break; the same in both dialects.
abstract class ReplicationSuite {
    /// A server that is not started, with a binary log, ready to be source and replica.
    protected abstract MysqlFamilyServer create(int id);

    protected MysqlFamilyServer started(int id) {
        MysqlFamilyServer server = create(id);
        server.start();
        return server;
    }

    @Test
    void both_ends_tell_how_it_is_and_a_stopped_one_says_so() {
        try (MysqlFamilyServer source = started(1);
                MysqlFamilyServer replica = started(2);
                Looks here = Looks.at(source);
                Looks there = Looks.at(replica)) {
            assertThat(there.metric("in_recovery")).isZero();
            replica.follow(source, "", 1);

            there.until("replication_sql_running", n -> n == 1);
            there.until("replication_io_running", n -> n == 1);
            DatabaseReply.Reached calm = there.until("replication_lag_s", s -> s == 0);
            assertThat(calm.notice()).isNull();
            assertThat(calm.metrics().get("in_recovery")).isEqualTo(1.0);
            assertThat(calm.metrics().get("replication_lag")).isZero();
            assertThat(calm.metrics().get("active_connections")).isZero();
            assertThat(calm.metrics().values()).doesNotContainKey("durable_commits");
            assertThat(calm.metrics().get("active_connections"))
                    .as("threads of replication, whoever started them")
                    .isZero();
            here.until("replicas", n -> n == 1);
            assertThat(here.metric("lost_replicas")).isZero();
            assertThat(here.metric("binary_log_size_bytes")).isPositive();
            assertThat(Looks.rows(here.closely(), "replicas").getFirst())
                    .containsKeys("user", "address", "state");

            replica.sql("STOP REPLICA SQL_THREAD;");
            source.sql("CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY);");
            DatabaseReply.Reached stopped = there.until("replication_sql_running", n -> n == 0);
            assertThat(stopped.notice()).isEqualTo("replication applies nothing");
            assertThat(stopped.metrics().values()).doesNotContainKey("replication_lag_s");
            there.until("replication_lag_bytes", bytes -> bytes > 100);

            replica.sql("STOP REPLICA; START REPLICA SQL_THREAD;");
            DatabaseReply.Reached deaf = there.until("replication_io_running", n -> n == 0);
            assertThat(deaf.notice()).isEqualTo("replication receives nothing");
            here.until("lost_replicas", n -> n == 1);

            replica.sql("START REPLICA;");
            there.until("replication_io_running", n -> n == 1);
            here.until("lost_replicas", n -> n == 0);
        }
    }

    @Test
    void a_row_that_is_there_already_stops_it_by_name() {
        try (MysqlFamilyServer source = started(1);
                MysqlFamilyServer replica = started(2);
                Looks there = Looks.at(replica)) {
            replica.follow(source, "", 1);
            source.sql("CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY);");
            there.until("replication_lag_bytes", bytes -> bytes == 0);
            Applied.await(replica);
            replica.sql("SET sql_log_bin = 0; INSERT INTO d.t VALUES (1);");

            source.sql("INSERT INTO d.t VALUES (1);");

            DatabaseReply.Reached broken = there.until("replication_sql_running", n -> n == 0);
            assertThat(broken.notice())
                    .isEqualTo(
                            "replication applies nothing (error 1062: a row with this key is"
                                    + " there already)");
            assertThat(broken.metrics().get("replication_io_running")).isEqualTo(1.0);
            assertThat(Looks.rows(there.closely(), "replication_sources"))
                    .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("source", "127.0.0.1:" + source.port())
                    .containsEntry("receives", true)
                    .containsEntry("applies", false)
                    .containsEntry("error", "1062: a row with this key is there already");
        }
    }

    @Test
    void a_receiver_that_hangs_is_noticed_although_it_says_yes() {
        try (MysqlFamilyServer source = started(1);
                MysqlFamilyServer replica = started(2);
                Looks there = Looks.at(replica)) {
            replica.follow(source, "", 1);
            there.until("replication_io_running", n -> n == 1);
            there.until("replication_lag_s", s -> s == 0);

            source.freeze();
            try {
                DatabaseReply.Reached hung = there.until("replication_io_running", n -> n == 0);

                assertThat(replica.sql("SHOW REPLICA STATUS;")).contains("Yes\tYes");
                assertThat(hung.notice())
                        .startsWith("replication receives nothing although it says that it runs")
                        .contains(":" + source.port());
                assertThat(hung.metrics().get("replication_source_silent_s")).isGreaterThan(3);
                there.until("replication_lag_s", s -> s > 4);
            } finally {
                source.thaw();
            }
            DatabaseReply.Reached well = there.until("replication_io_running", n -> n == 1);
            assertThat(well.notice()).isNull();
        }
    }

    @Test
    void of_several_sources_the_worst_is_told_by_its_name() {
        try (MysqlFamilyServer one = started(1);
                MysqlFamilyServer other = started(2);
                MysqlFamilyServer replica = started(3);
                Looks there = Looks.at(replica)) {
            replica.follow(one, "first", 1);
            replica.follow(other, "second", 1);
            there.until("replication_channels", n -> n == 2);
            there.until("replication_lag_s", s -> s == 0);

            replica.sql(stop("second"));

            DatabaseReply.Reached half = there.until("replication_sql_running", n -> n == 0);
            assertThat(half.notice())
                    .isEqualTo(
                            "second (127.0.0.1:" + other.port() + "): replication applies nothing");
            assertThat(half.metrics().get("replication_lag_s")).isZero();
        }
    }

    protected abstract String stop(String channel);

    /// Waiting for the table of a test.
    private static final class Applied {
        static void await(MysqlFamilyServer replica) {
            long end = System.nanoTime() + 20_000_000_000L;
            while (System.nanoTime() < end && replica.sql("SHOW DATABASES LIKE 'd';").isBlank()) {
                Thread.onSpinWait();
            }
            while (System.nanoTime() < end && replica.sql("SHOW TABLES IN d;").isBlank()) {
                Thread.onSpinWait();
            }
        }
    }
}
