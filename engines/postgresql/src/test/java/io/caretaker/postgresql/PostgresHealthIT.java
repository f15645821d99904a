package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.secret.Secret;
import io.caretaker.testkit.server.PostgresServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Situations made on a real server, and the numbers that tell of them.
@NullMarked
class PostgresHealthIT {
    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.create();
        server.configure("shared_preload_libraries = 'pg_stat_statements'")
                .configure("max_prepared_transactions = 5")
                .configure("track_io_timing = on")
                .configure("autovacuum_naptime = 1h");
        server.start();
        server.sql("create extension pg_stat_statements; create table t (id int primary key)");
        server.sql("insert into t values (1), (2)");
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_chain_of_blocked_sessions_is_counted_once_it_has_lasted() throws Exception {
        try (Looks looks = Looks.at(server);
                Connection root = Looks.connect(server);
                Connection second = Looks.connect(server);
                Connection third = Looks.connect(server)) {
            Looks.run(root, "begin; update t set id = id where id = 1");
            Looks.start(second, "update t set id = id where id = 1");
            Looks.start(third, "update t set id = id where id = 1");

            DatabaseReply.Reached reached = looks.until("blocked_locks", n -> n == 2);

            assertThat(reached.metrics().get("blocked_sessions")).isEqualTo(2.0);
            assertThat(reached.metrics().get("longest_lock_wait_s")).isGreaterThanOrEqualTo(0.5);
            assertThat(reached.metrics().get("total_locks")).isGreaterThan(5);
            assertThat(Looks.rows(looks.closely(), "locks_by_mode"))
                    .anySatisfy(row -> assertThat(row.get("waiting")).isEqualTo(1L));
            Looks.run(root, "rollback");
            looks.until("blocked_locks", n -> n == 0);
        }
    }

    @Test
    void idle_transactions_count_when_they_have_been_idle_also_aborted_ones() throws Exception {
        try (Looks looks = Looks.at(server);
                Connection idle = Looks.connect(server);
                Connection aborted = Looks.connect(server)) {
            Looks.run(idle, "begin; select 1");
            Looks.run(aborted, "begin");
            Looks.start(aborted, "select 1 / 0").join();

            DatabaseReply.Reached reached = looks.until("idle_in_transaction", n -> n == 2);

            assertThat(reached.metrics().get("longest_idle_in_transaction_s"))
                    .isGreaterThanOrEqualTo(0.5);
            assertThat(reached.metrics().get("longest_transaction_s")).isGreaterThanOrEqualTo(0.5);
            assertThat(Looks.rows(looks.closely(), "connections_by_state"))
                    .extracting(row -> row.get("state"))
                    .contains("idle in transaction", "idle in transaction (aborted)");
        }
    }

    @Test
    void a_long_query_is_counted_and_shown_without_what_it_looks_for() throws Exception {
        try (Looks looks = Looks.at(server);
                Connection guest = Looks.connect(server)) {
            Thread running =
                    Looks.start(guest, "select pg_sleep(60) where 'secret-4711' = 'secret-4711'");

            DatabaseReply.Reached reached = looks.until("long_running_queries", n -> n == 1);

            assertThat(reached.metrics().get("longest_query_s")).isGreaterThanOrEqualTo(0.3);
            assertThat(Looks.rows(looks.closely(), "longest_running"))
                    .anySatisfy(row ->
                            assertThat(row)
                                    .containsEntry("application", "guest")
                                    .containsEntry("query", "select pg_sleep(?) where ? = ?"));
            server.sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where query like 'select pg_sleep(60)%'");
            running.join();
        }
    }

    @Test
    void backups_and_caretakers_own_sessions_do_not_count_as_long_queries() throws Exception {
        try (Looks looks = Looks.at(server);
                Connection dump = Looks.connect(server);
                Connection own = Looks.connect(server)) {
            Looks.run(dump, "set application_name = 'pg_dump'");
            Looks.run(own, "set application_name = 'caretaker'");
            Looks.start(dump, "select pg_sleep(60)");
            Looks.start(own, "select pg_sleep(60)");

            DatabaseReply.Reached reached = looks.until("longest_query_s", s -> s > 0.4);

            assertThat(reached.metrics().get("long_running_queries")).isEqualTo(0.0);
            server.sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where query like 'select pg_sleep(60)%'");
        }
    }

    @Test
    void statements_are_counted_timed_and_shown_without_secrets() throws Exception {
        try (Looks looks = Looks.at(server);
                Connection guest = Looks.connect(server)) {
            Looks.run(guest, "create role r password 'hidden-4711'");
            Looks.run(guest, "drop role r");
            looks.look();
            Looks.run(guest, "select pg_sleep(1.1)");

            DatabaseReply.Reached reached = looks.closely();

            assertThat(reached.metrics().get("queries_per_second")).isPositive();
            assertThat(reached.metrics().get("query_time_s")).isPositive();
            assertThat(reached.metrics().get("slow_queries")).isGreaterThanOrEqualTo(1);
            assertThat(Looks.rows(reached, "slow_queries"))
                    .anySatisfy(row ->
                            assertThat(row)
                                    .containsEntry("query", "select pg_sleep($1)")
                                    .containsEntry("database", "postgres")
                                    .containsKeys("calls", "total_s", "mean_ms", "rows"));
            assertThat(reached.details().toString()).doesNotContain("hidden-4711");
        }
    }

    @Test
    void a_prepared_transaction_grows_old() throws Exception {
        server.sql("begin; insert into t values (99); prepare transaction 'left behind'");
        try (Looks looks = Looks.at(server)) {
            DatabaseReply.Reached reached =
                    looks.until("oldest_prepared_transaction_s", age -> age > 0.1);

            assertThat(reached.metrics().get("prepared_transactions")).isEqualTo(1.0);
        } finally {
            server.sql("rollback prepared 'left behind'");
        }
    }

    @Test
    void temporary_files_rollbacks_and_written_rows_become_rates() throws Exception {
        try (Looks looks = Looks.at(server)) {
            looks.look();
            try (Connection guest = Looks.connect(server)) {
                Looks.run(
                        guest,
                        "set work_mem = '64kB';"
                                + " select count(*) from (select generate_series(1, 200000) n"
                                + " order by n desc) s");
                Looks.run(guest, "begin; create temp table x as select 1; rollback");
            }

            looks.until("temp_files_per_second", rate -> rate > 0);
            assertThat(looks.look().metrics().values())
                    .containsKeys("temp_bytes_per_second", "rollbacks_per_second");
        }
    }

    @Test
    void a_deadlock_is_counted_over_the_last_hour() throws Exception {
        try (Looks looks = Looks.at(server)) {
            looks.look();
            lockEachOther();

            looks.until("deadlocks_per_hour", n -> n == 1);
        }
    }

    private static void lockEachOther() throws Exception {
        try (Connection one = Looks.connect(server);
                Connection other = Looks.connect(server)) {
            Looks.run(
                    one, "set deadlock_timeout = '50ms'; begin; update t set id = 1 where id = 1");
            Looks.run(other, "begin; update t set id = 2 where id = 2");
            Thread waiting = Looks.start(other, "update t set id = 1 where id = 1");
            Looks.start(one, "update t set id = 2 where id = 2").join();
            Looks.run(one, "rollback");
            waiting.join();
            Looks.run(other, "rollback");
        }
    }

    @Test
    void dead_rows_of_every_database_are_seen() throws Exception {
        server.sql("create database other");
        try (Connection there = Looks.connect(server, "other")) {
            Looks.run(there, "create table big as select generate_series(1, 5000) as id");
            Looks.run(there, "delete from big");
        }
        try (Looks looks = Looks.at(server)) {
            DatabaseReply.Reached reached = looks.closely();
            // The statistics come a moment after the session's end.
            while (Looks.rows(reached, "tables_to_vacuum").stream()
                    .noneMatch(row -> "public.big".equals(row.get("table")))) {
                try (Looks again = Looks.at(server)) {
                    reached = again.closely();
                }
            }

            assertThat(Looks.rows(reached, "tables_to_vacuum"))
                    .anySatisfy(row ->
                            assertThat(row)
                                    .containsEntry("database", "other")
                                    .containsEntry("dead_rows", 5000L));
            assertThat(reached.metrics().get("dead_rows")).isGreaterThanOrEqualTo(5000);
            assertThat(reached.metrics().get("tables_to_vacuum")).isGreaterThanOrEqualTo(1);
        } finally {
            server.sql("drop database other (force)");
        }
    }

    @Test
    void an_account_without_rights_is_told_the_grant_and_shown_no_false_zero() {
        server.sql("drop role if exists \"Plain\"; create role \"Plain\" login password 'plain'");
        try (Looks looks = new Looks(as("Plain"), Secret.of("plain"))) {
            DatabaseReply.Reached reached = looks.closely();

            assertThat(reached.notes())
                    .anySatisfy(note ->
                            assertThat(note)
                                    .startsWith("what other sessions do")
                                    .endsWith("GRANT pg_monitor TO \"Plain\""))
                    .anySatisfy(note ->
                            assertThat(note)
                                    .startsWith("the size of the write-ahead log")
                                    .endsWith("GRANT pg_monitor TO \"Plain\""));
            assertThat(reached.metrics().values())
                    .containsKeys("total_connections", "total_locks", "blocked_locks", "deadlocks")
                    .doesNotContainKeys("active_connections", "longest_query_s", "wal_size_bytes");
            server.sql("grant pg_monitor to \"Plain\"");
        }
        try (Looks looks = new Looks(as("Plain"), Secret.of("plain"))) {
            assertThat(looks.closely().notes()).isEmpty();
        }
    }

    @Test
    void a_view_that_was_closed_to_the_account_costs_only_itself() {
        server.sql("drop role if exists kept_out; create role kept_out login password 'out'");
        server.sql("grant pg_monitor to kept_out; revoke select on pg_prepared_xacts from public");
        try (Looks looks = new Looks(as("kept_out"), Secret.of("out"))) {
            DatabaseReply.Reached reached = looks.look();

            assertThat(reached.metrics().values())
                    .containsKeys("total_connections", "replication_slots")
                    .doesNotContainKey("prepared_transactions");
            assertThat(reached.notes())
                    .anySatisfy(note -> assertThat(note).startsWith("prepared transactions: "));
            assertThat(looks.look().notes()).isEqualTo(reached.notes());
        } finally {
            server.sql("grant select on pg_prepared_xacts to public");
        }
    }

    @Test
    void an_account_at_its_limit_is_told_that_a_limit_is_reached() throws Exception {
        server.sql(
                "drop role if exists one; create role one login connection limit 1 password 'o'");
        try (Looks first = new Looks(as("one"), Secret.of("o"));
                Looks second = new Looks(as("one"), Secret.of("o"))) {
            first.look();

            DatabaseReply reply =
                    second.examine(
                            HealthScope.routine(Duration.ofSeconds(5)), Duration.ofSeconds(10));

            assertThat(reply).isInstanceOf(DatabaseReply.Refused.class);
            assertThat(((DatabaseReply.Refused) reply).fault()).isEqualTo(Fault.OVERLOADED);
            assertThat(((DatabaseReply.Refused) reply).message()).contains("limit");
        }
    }

    @Test
    void rates_come_with_the_first_look_when_there_is_a_window() {
        try (Looks looks = Looks.at(server)) {
            assertThat(looks.look().metrics().values())
                    .doesNotContainKey("transactions_per_second");
        }
        try (Looks looks = Looks.at(server)) {
            assertThat(looks.closely().metrics().values())
                    .containsKeys("transactions_per_second", "wal_bytes_per_second");
        }
    }

    @Test
    void what_is_expensive_is_remembered_between_looks() {
        try (Looks looks = Looks.at(server)) {
            double size = looks.metric("database_size_bytes");
            server.sql("create table grown as select generate_series(1, 10000) as id");

            assertThat(looks.metric("database_size_bytes")).isEqualTo(size);
            assertThat(looks.metric("wal_size_bytes")).isPositive();
        }
    }

    @Test
    void many_sessions_are_counted_by_whose_they_are() throws Exception {
        List<Connection> guests = new ArrayList<>();
        try (Looks looks = Looks.at(server)) {
            for (int i = 0; i < 20; i++) {
                guests.add(Looks.connect(server));
            }

            DatabaseReply.Reached reached = looks.closely();

            assertThat(reached.metrics().get("total_connections")).isGreaterThanOrEqualTo(21);
            assertThat(reached.metrics().get("idle_connections")).isGreaterThanOrEqualTo(20);
            assertThat(Looks.rows(reached, "connections_by_application"))
                    .anySatisfy(row ->
                            assertThat(row)
                                    .containsEntry("application", "guest")
                                    .containsEntry("idle", 20L));
        } finally {
            for (Connection guest : guests) {
                guest.close();
            }
        }
    }

    private static DatabaseTarget as(String user) {
        DatabaseTarget target = server.target();
        return new DatabaseTarget(
                target.engine(),
                target.host(),
                target.port(),
                target.database(),
                user,
                target.password(),
                target.tls(),
                null);
    }
}
