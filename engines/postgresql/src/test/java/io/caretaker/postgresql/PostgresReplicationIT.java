package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.testkit.server.PostgresServer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// A primary and its standby, and a primary whose archive command fails.
@NullMarked
class PostgresReplicationIT {
    @Test
    void lag_and_slot_are_seen_from_both_ends_also_when_replay_stands_still() {
        try (PostgresServer primary = PostgresServer.startNew();
                PostgresServer standby = primary.standby("replica_1", true)) {
            standby.start();
            primary.sql("create table t (id int)");
            try (Looks here = Looks.at(primary);
                    Looks there = Looks.at(standby)) {
                here.until("replicas", n -> n == 1);
                there.until("wal_receivers", n -> n == 1);
                there.until("replication_lag_s", s -> s == 0);
                assertThat(here.metric("inactive_replication_slots")).isZero();

                standby.sql("select pg_wal_replay_pause()");
                there.until("replay_paused", n -> n == 1);
                primary.sql("insert into t select generate_series(1, 10000)");

                here.until("replication_lag_bytes", bytes -> bytes > 100_000);
                here.until("replication_lag_s", s -> s > 0.5);
                there.until("replication_lag_bytes", bytes -> bytes > 100_000);
                DatabaseReply.Reached behind = there.until("replication_lag", s -> s > 0.5);
                assertThat(behind.metrics().get("replication_lag_s"))
                        .isEqualTo(behind.metrics().get("replication_lag"));
                DatabaseReply.Reached details = here.closely();
                assertThat(Looks.rows(details, "replicas").getFirst())
                        .containsEntry("application", "replica_1")
                        .containsEntry("state", "streaming");

                standby.sql("select pg_wal_replay_resume()");
                there.until("replication_lag_s", s -> s == 0);
                here.until("replication_lag_bytes", bytes -> bytes == 0);

                standby.stop();
                here.until("replicas", n -> n == 0);
                primary.sql("insert into t select generate_series(1, 10000)");
                here.until("inactive_slot_retained_bytes", bytes -> bytes > 100_000);
                assertThat(here.metric("inactive_replication_slots")).isEqualTo(1);
                assertThat(Looks.rows(here.closely(), "replication_slots").getFirst())
                        .containsEntry("slot", "replica_1");
            }
            assertThat(standby.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void a_standby_without_its_primary_falls_behind() {
        try (PostgresServer primary = PostgresServer.startNew();
                PostgresServer standby = primary.standby("replica_1", false)) {
            standby.start();
            primary.sql("create table t (id int)");
            try (Looks there = Looks.at(standby)) {
                there.until("wal_receivers", n -> n == 1);

                primary.kill();

                there.until("wal_receivers", n -> n == 0);
                there.until("replication_lag_s", s -> s > 0.3);
            }
        }
    }

    @Test
    void an_archive_that_fails_is_seen_and_so_is_what_waits_for_it() {
        try (PostgresServer server = PostgresServer.create()) {
            server.configure("archive_mode = on").configure("archive_command = 'false'").start();
            server.sql("create table t (id int); select pg_switch_wal()");
            try (Looks looks = Looks.at(server)) {
                looks.until("archive_failing_s", s -> s > 0);
                assertThat(looks.metric("archive_failures")).isPositive();
            }
            try (Looks looks = Looks.at(server)) {
                assertThat(looks.metric("wal_files_to_archive")).isPositive();
                assertThat(looks.metric("archive_waiting_s")).isPositive();
                assertThat(looks.metric("archive_failing_s"))
                        .isGreaterThanOrEqualTo(looks.metric("archive_waiting_s"));
                server.sql("alter system set archive_command = 'true'");
                server.sql("select pg_reload_conf()");

                looks.until("archive_failing_s", s -> s == 0);
            }
        }
    }
}
