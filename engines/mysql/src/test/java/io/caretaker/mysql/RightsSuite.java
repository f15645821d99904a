package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.FailedLogIns;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.secret.Secret;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is not seen is left out, and said with what would show it; the same in both dialects.
abstract class RightsSuite {
    private static final String SCHEMA = "SELECT ON performance_schema.*";

    /// A server that is not started.
    protected abstract MysqlFamilyServer create();

    /// What a replica's state, and the list of binary logs, can be seen with.
    protected abstract List<String> replicationRights();

    @Test
    void each_right_that_is_missing_is_named_and_costs_only_what_it_shows() {
        try (MysqlFamilyServer server = create()) {
            server.configure("log-bin=binlog").configure("server-id=1");
            server.start();
            HealthSuite.furnish(server);
            blind(server);
            withoutProcess(server);
            withoutSchema(server);
            withoutReplication(server);
            adopted(server);
        }
    }

    private void blind(MysqlFamilyServer server) {
        try (Looks looks = Looks.as(server, "blind")) {
            DatabaseReply.Reached reached = looks.look();

            assertThat(reached.metrics().values())
                    .containsKeys("total_connections", "threads_running", "buffer_pool_hit_ratio")
                    .doesNotContainKeys(
                            "active_connections",
                            "blocked_sessions",
                            "long_running_queries",
                            "prepared_transactions",
                            "database_size_bytes",
                            "binary_log_size_bytes",
                            "query_time_s",
                            "in_recovery",
                            "durable_commits");
            assertThat(reached.notes())
                    .anySatisfy(note ->
                            assertThat(note)
                                    .contains(
                                            "sessions and locks",
                                            ": this account may not see that: GRANT PROCESS ON"
                                                    + " *.* TO 'blind'@'"))
                    .anySatisfy(note ->
                            assertThat(note).contains("replication", ": this account may not"))
                    .anySatisfy(note -> assertThat(note).contains("the size of binary logs"))
                    .anySatisfy(note -> assertThat(note).contains("the size of tables"))
                    .anySatisfy(note ->
                            assertThat(note)
                                    .contains(
                                            "the times of statements",
                                            ": this account may not see that: GRANT "
                                                    + SCHEMA
                                                    + " TO"))
                    .doesNotHaveDuplicates();
            assertThat(looks.look().notes()).isEqualTo(reached.notes());
        }
    }

    private void withoutProcess(MysqlFamilyServer server) {
        var rights = new ArrayList<>(replicationRights());
        rights.add(SCHEMA);
        try (Looks looks = Looks.as(server, "unprocessed", rights.toArray(String[]::new))) {
            DatabaseReply.Reached reached = looks.look();

            assertThat(reached.metrics().values())
                    .containsKeys("in_recovery", "binary_log_size_bytes")
                    .doesNotContainKeys("active_connections", "database_size_bytes");
            assertThat(reached.notes())
                    .anySatisfy(note -> assertThat(note).contains("GRANT PROCESS ON *.*"))
                    .noneSatisfy(note -> assertThat(note).startsWith("replication: "));
        }
    }

    private void withoutSchema(MysqlFamilyServer server) {
        var rights = new ArrayList<>(replicationRights());
        rights.add("PROCESS ON *.*");
        try (Looks looks = Looks.as(server, "schemeless", rights.toArray(String[]::new))) {
            DatabaseReply.Reached reached = looks.closely();

            assertThat(reached.metrics().values())
                    .containsKeys("database_size_bytes", "binary_log_size_bytes", "deadlocks")
                    .doesNotContainKey("query_time_s");
            assertThat(reached.notes())
                    .anySatisfy(note -> assertThat(note).contains("GRANT " + SCHEMA + " TO"));
        }
    }

    private void withoutReplication(MysqlFamilyServer server) {
        try (Looks looks = Looks.as(server, "lone", "PROCESS ON *.*", SCHEMA)) {
            DatabaseReply.Reached reached = looks.closely();

            assertThat(reached.metrics().values())
                    .containsKeys("active_connections", "database_size_bytes")
                    .doesNotContainKeys("in_recovery", "binary_log_size_bytes");
            for (String right : replicationRights()) {
                assertThat(reached.notes())
                        .anySatisfy(note -> assertThat(note).contains("GRANT " + right + " TO"));
            }
        }
    }

    private void adopted(MysqlFamilyServer server) {
        var rights = new ArrayList<>(replicationRights());
        rights.addAll(List.of(SCHEMA, "PROCESS ON *.*"));
        try (Looks looks = Looks.as(server, Account.NAME, rights.toArray(String[]::new))) {
            DatabaseReply.Reached reached = looks.closely();

            assertThat(reached.notes())
                    .filteredOn(note -> !note.startsWith("refused log-ins are not written"))
                    .singleElement()
                    .asString()
                    .startsWith("tables of other engines than InnoDB: ")
                    .contains("GRANT SHOW VIEW ON *.* TO 'caretaker_monitor'@'");
            assertThat(reached.metrics().values())
                    .containsKeys(
                            "active_connections",
                            "query_time_s",
                            "database_size_bytes",
                            "tables_without_primary_key",
                            "binary_log_size_bytes",
                            "in_recovery")
                    .doesNotContainKey("tables_of_other_engines");
        }
    }

    @Test
    void without_the_performance_schema_sessions_are_still_seen() {
        try (MysqlFamilyServer server = create()) {
            server.configure("performance-schema=OFF").start();
            HealthSuite.furnish(server);
            try (Looks looks = Looks.at(server)) {
                looks.look();
                DatabaseReply.Reached reached = looks.closely();

                assertThat(reached.metrics().values())
                        .containsKeys(
                                "active_connections",
                                "blocked_sessions",
                                "queries_per_second",
                                "deadlocks")
                        .doesNotContainKeys("query_time_s", "tls_connections", "total_locks");
                assertThat(reached.notes())
                        .anySatisfy(
                                note -> assertThat(note).contains("set performance_schema = ON"));
            }
        }
    }

    @Test
    void tables_tell_their_size_and_what_is_wrong_with_them() {
        try (MysqlFamilyServer server = create()) {
            server.start();
            server.sql(
                    """
                    CREATE DATABASE `odd-name`;
                    CREATE TABLE `odd-name`.`a b` (x INT);
                    CREATE TABLE `odd-name`.old (id INT PRIMARY KEY) ENGINE=MyISAM;
                    CREATE TABLE `odd-name`.parts (id INT PRIMARY KEY)
                      PARTITION BY HASH (id) PARTITIONS 3;
                    CREATE TABLE `odd-name`.full (other BIGINT, id SMALLINT UNSIGNED NOT NULL
                      AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 60000;
                    INSERT INTO `odd-name`.full (other) VALUES (1);
                    CREATE TABLE `odd-name`.wide (id BIGINT PRIMARY KEY AUTO_INCREMENT);
                    INSERT INTO `odd-name`.wide VALUES (5000000000);
                    """);
            try (Looks looks = Looks.at(server)) {
                DatabaseReply.Reached reached = looks.closely();

                assertThat(reached.metrics().get("tables_without_primary_key")).isEqualTo(1.0);
                assertThat(Looks.rows(reached, "tables_without_primary_key").getFirst())
                        .containsEntry("database", "odd-name")
                        .containsEntry("table", "a b");
                assertThat(reached.metrics().get("tables_of_other_engines")).isEqualTo(1.0);
                assertThat(Looks.rows(reached, "tables_of_other_engines").getFirst())
                        .containsEntry("table", "old")
                        .containsEntry("engine", "MyISAM");
                assertThat(reached.metrics().get("auto_increment_usage_percent"))
                        .isBetween(91.0, 92.0);
                assertThat(Looks.rows(reached, "automatic_numbers").getFirst())
                        .containsEntry("table", "full");
                assertThat(Looks.rows(reached, "databases").getFirst())
                        .containsEntry("database", "odd-name");
                assertThat(Looks.rows(reached, "largest_tables").getFirst())
                        .containsEntry("table", "parts");
                assertThat(reached.metrics().get("database_size_bytes")).isGreaterThan(5 * 60_000);
            }
        }
    }

    @Test
    void a_restart_between_two_looks_is_no_failure_and_gives_no_false_rates() {
        try (MysqlFamilyServer server = create()) {
            server.start();
            try (Looks looks = Looks.at(server)) {
                looks.look();
                looks.until("uptime_seconds", s -> s >= 4);
                assertThat(looks.look().metrics().values()).containsKey("queries_per_second");

                server.kill();
                server.start();

                DatabaseReply.Reached again = looks.look();
                assertThat(again.metrics().values())
                        .containsKeys("total_connections", "uptime_seconds")
                        .doesNotContainKeys("queries_per_second", "slow_queries", "query_time_s");
                assertThat(looks.look().metrics().values()).containsKey("queries_per_second");
            }
        }
    }

    @Test
    void somebody_who_looks_once_gets_rates_too_and_where_the_data_is() {
        try (MysqlFamilyServer server = create()) {
            server.start();
            try (Looks looks = Looks.at(server)) {
                assertThat(looks.engine().dataDirectories(looks.target())).isEmpty();
                assertThat(looks.closely().metrics().values())
                        .containsKeys("queries_per_second", "query_time_s");
                assertThat(looks.engine().dataDirectories(looks.target()))
                        .containsExactly(server.dataDirectory().toString());
            }
        }
    }

    @Test
    void a_part_that_hangs_costs_itself_and_not_the_whole_look() throws Exception {
        try (MysqlFamilyServer server = create()) {
            server.start();
            DatabaseTarget there = server.target();
            try (var proxy = new SilencingProxy(server.port(), "REPLICA");
                    Looks looks =
                            new Looks(
                                    new DatabaseTarget(
                                            there.engine(),
                                            there.host(),
                                            proxy.port(),
                                            null,
                                            there.user(),
                                            there.password(),
                                            there.tls(),
                                            null),
                                    server.password())) {
                var reached =
                        (DatabaseReply.Reached)
                                looks.examine(
                                        HealthScope.routine(Duration.ofSeconds(5)),
                                        Duration.ofSeconds(4));

                assertThat(reached.metrics().values())
                        .containsKeys("total_connections", "active_connections")
                        .doesNotContainKey("in_recovery");
                assertThat(reached.notes())
                        .contains(
                                "replication: the server did not tell in time; asked again later");
                DatabaseReply.Reached next = looks.look();
                assertThat(next.metrics().values())
                        .containsKeys("database_size_bytes", "active_connections")
                        .doesNotContainKey("in_recovery");
            }
        }
    }

    @Test
    void a_refused_log_in_is_seen_in_the_log() {
        try (MysqlFamilyServer server = create()) {
            server.configure(louder());
            server.start();
            DatabaseReply reply;
            try (Looks looks = Looks.as(server, "guest");
                    Looks wrong = new Looks(looks.target(), Secret.of("wrong"))) {
                reply =
                        wrong.examine(
                                HealthScope.routine(Duration.ofSeconds(5)), Duration.ofSeconds(10));
            }

            assertThat(reply).isInstanceOf(DatabaseReply.Refused.class);
            assertThat(FailedLogIns.inText(server.log(), RefusedLogIns.SIGNS, Instant.now()))
                    .isEqualTo(1);
        }
    }

    /// The option with which it logs refused log-ins.
    protected abstract String louder();
}
