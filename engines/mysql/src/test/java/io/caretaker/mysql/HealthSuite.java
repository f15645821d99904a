package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.Capability;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Situations made on a real server, and the numbers that tell of them; the same in both dialects.
abstract class HealthSuite {
    /// Running, the same in all tests, with the database `shop` and its table `t` of the rows 1 to
    /// 3.
    protected abstract MysqlFamilyServer server();

    static void furnish(MysqlFamilyServer server) {
        server.sql(
                "CREATE DATABASE shop; CREATE TABLE shop.t (id INT PRIMARY KEY, x INT) ENGINE=InnoDB;"
                        + " INSERT INTO shop.t VALUES (1, 1), (2, 2), (3, 3);");
    }

    @Test
    void a_look_tells_what_a_calm_server_is_like() {
        try (Looks looks = Looks.at(server())) {
            looks.look();
            DatabaseReply.Reached reached = looks.look();

            assertThat(looks.engine().capabilities()).contains(Capability.HEALTH);
            assertThat(reached.metrics().values())
                    .containsKeys(
                            "total_connections",
                            "connections",
                            "max_connections",
                            "connection_usage_percent",
                            "active_connections",
                            "idle_connections",
                            "idle_in_transaction",
                            "long_running_queries",
                            "blocked_sessions",
                            "deadlocks",
                            "queries_per_second",
                            "transactions_per_second",
                            "query_time_s",
                            "slow_queries",
                            "buffer_pool_hit_ratio",
                            "cache_hit_ratio",
                            "buffer_pool_usage_percent",
                            "innodb_history_list_length",
                            "redo_log_usage_percent",
                            "open_files_percent",
                            "table_cache_usage_percent",
                            "temp_disk_tables_per_second",
                            "read_only",
                            "durable_commits",
                            "database_size_bytes",
                            "tables_without_primary_key",
                            "tls_enabled",
                            "uptime_seconds",
                            "round_trip_ms")
                    .doesNotContainKeys(
                            "replication_lag_s", "replication_io_running", "galera_primary");
            assertThat(reached.metrics().get("blocked_sessions")).isZero();
            assertThat(reached.notice()).isNull();
        }
    }

    @Test
    void a_chain_of_row_locks_is_counted_once_it_has_lasted() throws Exception {
        try (Looks looks = Looks.at(server());
                Connection root = Looks.connect(server());
                Connection second = Looks.connect(server());
                Connection third = Looks.connect(server())) {
            Looks.run(root, "BEGIN; UPDATE shop.t SET x = 2 WHERE id = 1");
            Looks.start(second, "UPDATE shop.t SET x = 3 WHERE id = 1");
            Looks.start(third, "UPDATE shop.t SET x = 3 WHERE id = 1");

            DatabaseReply.Reached reached = looks.until("blocked_sessions", n -> n == 2);

            assertThat(reached.metrics().get("blocked_locks")).isEqualTo(2.0);
            assertThat(reached.metrics().get("longest_lock_wait_s")).isGreaterThanOrEqualTo(1);
            assertThat(reached.metrics().get("innodb_row_locks")).isPositive();
            assertThat(Looks.rows(looks.closely(), "longest_running"))
                    .anySatisfy(row ->
                            assertThat(row)
                                    .containsEntry("state", "row lock")
                                    .containsEntry(
                                            "query", "UPDATE shop.t SET x = ? WHERE id = ?"));
            Looks.run(root, "ROLLBACK");
            looks.until("blocked_sessions", n -> n == 0);
        }
    }

    @Test
    void who_waits_for_a_definition_is_blocked_too() throws Exception {
        try (Looks looks = Looks.at(server());
                Connection reader = Looks.connect(server());
                Connection changer = Looks.connect(server())) {
            Looks.run(reader, "BEGIN; SELECT * FROM shop.t");
            Thread waiting = Looks.start(changer, "ALTER TABLE shop.t ADD COLUMN y INT");

            DatabaseReply.Reached reached = looks.until("blocked_sessions", n -> n == 1);

            assertThat(reached.metrics().get("longest_lock_wait_s")).isGreaterThanOrEqualTo(1);
            try (Looks first = Looks.at(server())) {
                DatabaseReply.Reached close = first.closely();
                assertThat(Looks.rows(close, "longest_running")).isNotEmpty();
                assertThat(close.metrics().get("database_size_bytes")).isPositive();
                assertThat(close.notes()).noneMatch(note -> note.contains("no time left"));
            }
            Looks.run(reader, "ROLLBACK");
            waiting.join();
            server().sql("ALTER TABLE shop.t DROP COLUMN y;");
        }
    }

    @Test
    void an_idle_transaction_counts_when_it_has_been_idle() throws Exception {
        try (Looks looks = Looks.at(server());
                Connection idle = Looks.connect(server())) {
            Looks.run(idle, "BEGIN; UPDATE shop.t SET x = 5 WHERE id = 2");

            DatabaseReply.Reached reached = looks.until("idle_in_transaction", n -> n == 1);

            assertThat(reached.metrics().get("longest_idle_in_transaction_s")).isPositive();
            looks.until("longest_transaction_s", age -> age >= 1);
            Looks.run(idle, "ROLLBACK");
            looks.until("idle_in_transaction", n -> n == 0);
        }
    }

    @Test
    void a_long_query_is_counted_and_shown_without_what_it_looks_for() throws Exception {
        try (Looks looks = Looks.at(server());
                Connection guest = Looks.connect(server())) {
            Thread running =
                    Looks.start(guest, "SELECT SLEEP(60) FROM shop.t WHERE 'secret-4711' <> x");

            DatabaseReply.Reached reached = looks.until("long_running_queries", n -> n == 1);

            assertThat(reached.metrics().get("longest_query_s")).isGreaterThanOrEqualTo(1);
            DatabaseReply.Reached closely = looks.closely();
            assertThat(Looks.rows(closely, "longest_running"))
                    .anySatisfy(row ->
                            assertThat(row)
                                    .containsEntry("user", "admin")
                                    .containsEntry(
                                            "query", "SELECT SLEEP(?) FROM shop.t WHERE ? <> x"));
            assertThat(closely.details().toString()).doesNotContain("secret-4711");
            end("SELECT SLEEP(60) FROM shop.t%");
            running.join();
        }
    }

    @Test
    void a_dump_does_not_count_as_a_long_query() throws Exception {
        try (Looks looks = Looks.at(server());
                Connection dump = Looks.connect(server())) {
            Thread running =
                    Looks.start(dump, "SELECT /*!40001 SQL_NO_CACHE */ SLEEP(61) FROM shop.t");

            DatabaseReply.Reached reached = looks.until("longest_query_s", s -> s > 1.5);

            assertThat(reached.metrics().get("long_running_queries")).isZero();
            end("SELECT /*!40001%");
            running.join();
        }
    }

    private void end(String statement) {
        String id =
                server().sql(
                                "SELECT id FROM information_schema.processlist WHERE info LIKE '"
                                        + statement
                                        + "' AND command <> 'Daemon';")
                        .lines()
                        .findFirst()
                        .orElseThrow();
        server().sql("KILL " + id + ";");
    }

    @Test
    void a_deadlock_is_counted_over_the_last_hour() throws Exception {
        try (Looks looks = Looks.at(server());
                Connection one = Looks.connect(server());
                Connection other = Looks.connect(server())) {
            looks.look();
            Looks.run(one, "BEGIN; UPDATE shop.t SET x = 1 WHERE id = 1");
            Looks.run(other, "BEGIN; UPDATE shop.t SET x = 2 WHERE id = 2");
            Thread waiting = Looks.start(other, "UPDATE shop.t SET x = 2 WHERE id = 1");
            Looks.start(one, "UPDATE shop.t SET x = 1 WHERE id = 2").join();
            Looks.run(one, "ROLLBACK");
            waiting.join();
            Looks.run(other, "ROLLBACK");

            looks.until("deadlocks_per_hour", n -> n == 1);
        }
    }

    @Test
    void a_transaction_that_was_prepared_and_left_is_found() {
        server().sql(
                        "XA START 'a'; INSERT INTO shop.t VALUES (99, 9); XA END 'a'; XA PREPARE"
                                + " 'a';");
        try (Looks looks = Looks.at(server())) {
            looks.until("prepared_transactions", n -> n == 1);
            looks.until("oldest_prepared_transaction_s", s -> s >= 1);
        } finally {
            server().sql("XA ROLLBACK 'a';");
        }
    }

    @Test
    void load_becomes_rates() throws Exception {
        try (Looks looks = Looks.at(server());
                Connection guest = Looks.connect(server())) {
            looks.look();
            for (int i = 0; i < 50; i++) {
                Looks.run(guest, "BEGIN; UPDATE shop.t SET x = x + 1 WHERE id = 3; COMMIT");
            }
            Looks.run(guest, "BEGIN; UPDATE shop.t SET x = 0 WHERE id = 3; ROLLBACK");

            DatabaseReply.Reached reached = looks.look();

            assertThat(reached.metrics().get("queries_per_second")).isGreaterThan(50);
            assertThat(reached.metrics().get("transactions_per_second")).isGreaterThan(10);
            assertThat(reached.metrics().get("rollback_percent")).isBetween(1.0, 5.0);
            assertThat(reached.metrics().get("rows_written_per_second")).isGreaterThan(10);
            assertThat(reached.metrics().get("rows_fetched_per_second")).isPositive();
            assertThat(reached.metrics().get("redo_log_bytes_per_second")).isPositive();
            assertThat(reached.metrics().get("query_time_s")).isBetween(0.0, 1.0);
        }
    }

    @Test
    void slow_statements_are_shown_without_secrets() throws Exception {
        try (Looks looks = Looks.at(server());
                Connection guest = Looks.connect(server())) {
            Looks.run(guest, "SELECT SLEEP(0.3) FROM shop.t WHERE x <> 'hidden-4711' LIMIT 1");
            Looks.run(guest, "CREATE USER r IDENTIFIED BY 'hidden-4711'; DROP USER r");

            DatabaseReply.Reached reached = looks.closely();

            assertThat(Looks.rows(reached, "slow_queries"))
                    .anySatisfy(row ->
                            assertThat(row)
                                    .containsKeys("calls", "total_s", "mean_ms", "rows_examined")
                                    .extractingByKey("query")
                                    .asString()
                                    .contains("SLEEP"));
            assertThat(reached.details().toString()).doesNotContain("hidden-4711");
        }
    }

    @Test
    void connections_are_counted_by_whose_they_are() throws Exception {
        List<Connection> guests = new ArrayList<>();
        try (Looks looks = Looks.at(server())) {
            for (int i = 0; i < 20; i++) {
                guests.add(Looks.connect(server()));
            }

            DatabaseReply.Reached reached = looks.closely();

            assertThat(reached.metrics().get("total_connections")).isGreaterThanOrEqualTo(21);
            assertThat(reached.metrics().get("idle_connections")).isGreaterThanOrEqualTo(20);
            assertThat(Looks.rows(reached, "connections_by_user"))
                    .anySatisfy(row -> assertThat(row).containsEntry("user", "admin"));
            assertThat(Looks.rows(reached, "connections_by_state")).isNotEmpty();
        } finally {
            for (Connection guest : guests) {
                guest.close();
            }
        }
    }
}
