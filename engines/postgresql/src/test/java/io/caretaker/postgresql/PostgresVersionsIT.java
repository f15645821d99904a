package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthRules;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.health.Thresholds;
import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The same pass on every version that is here; `-Dpostgresql.versions=DIR` gives more
/// (CONTRIBUTING.md says where from).
@NullMarked
class PostgresVersionsIT {
    private static final String[] EVERYWHERE = {
        "total_connections",
        "connections",
        "max_connections",
        "superuser_reserved_connections",
        "connection_usage_percent",
        "active_connections",
        "idle_connections",
        "idle_in_transaction",
        "blocked_locks",
        "blocked_sessions",
        "total_locks",
        "long_running_queries",
        "longest_query_s",
        "longest_transaction_s",
        "longest_idle_in_transaction_s",
        "longest_lock_wait_s",
        "transactions_per_second",
        "queries_per_second",
        "rollbacks_per_second",
        "deadlocks",
        "deadlocks_per_hour",
        "temp_bytes_per_second",
        "temp_files_per_second",
        "cache_hit_ratio",
        "buffer_pool_hit_ratio",
        "query_time_s",
        "slow_queries",
        "in_recovery",
        "uptime_seconds",
        "replicas",
        "replication_slots",
        "inactive_replication_slots",
        "slot_retained_bytes",
        "wal_bytes_per_second",
        "wal_size_bytes",
        "transaction_id_age",
        "transaction_id_age_percent",
        "multixact_age_percent",
        "dead_rows",
        "dead_rows_percent",
        "tables_to_vacuum",
        "autovacuum_workers",
        "prepared_transactions",
        "oldest_prepared_transaction_s",
        "archive_failures",
        "archive_failing_s",
        "wal_files_to_archive",
        "database_size_bytes",
        "tls_connections",
        "tls_enabled",
        "pending_restart_settings",
        "round_trip_ms"
    };

    @TestFactory
    Stream<DynamicTest> versions() {
        return PostgresServer.versions().stream()
                .map(bin ->
                        DynamicTest.dynamicTest(
                                bin.toString(), () -> everything_is_read_and_nothing_fails(bin)));
    }

    private static void everything_is_read_and_nothing_fails(Path programs) throws Exception {
        try (PostgresServer server = PostgresServer.create(programs)) {
            server.configure("shared_preload_libraries = 'pg_stat_statements'")
                    .configure("max_prepared_transactions = 5")
                    .configure("track_io_timing = on")
                    .configure("archive_mode = on")
                    .configure("archive_command = 'true'");
            server.start();
            server.sql("create extension pg_stat_statements");
            server.sql("create table t as select generate_series(1, 1000) as id; delete from t");
            awaitStatistics(server);
            primary(server);
            standby(server);
            assertThat(server.log()).doesNotContain("ERROR");
        }
    }

    /// Up to 14 they come half a second late.
    private static void awaitStatistics(PostgresServer server) {
        String dead = "select n_dead_tup = 1000 from pg_stat_user_tables where relname = 't'";
        while (!server.sql(dead).equals("t")) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void primary(PostgresServer server) throws Exception {
        try (Looks looks = Looks.at(server);
                Connection guest = Looks.connect(server)) {
            Looks.run(guest, "begin");
            looks.look();
            DatabaseReply.Reached reached = looks.closely();

            assertThat(reached.metrics().values()).containsKeys(EVERYWHERE);
            assertThat(MetricNames.known()).containsAll(reached.metrics().values().keySet());
            assertThat(HealthRules.once(reached.metrics(), Thresholds.DEFAULT, Instant.EPOCH))
                    .isEmpty();
            assertThat(reached.notes()).isEmpty();
            assertThat(reached.details())
                    .extracting(Detail::name)
                    .containsExactly(
                            "connections_by_state",
                            "connections_by_user",
                            "connections_by_application",
                            "connections_by_database",
                            "databases",
                            "longest_running",
                            "locks_by_mode",
                            "replicas",
                            "replication_slots",
                            "slow_queries",
                            "tables_to_vacuum");
            assertThat(Looks.rows(reached, "slow_queries")).isNotEmpty();
            assertThat(Looks.rows(reached, "tables_to_vacuum").getFirst())
                    .containsEntry("table", "public.t");
        }
    }

    private static void standby(PostgresServer server) {
        server.stop();
        server.neverReady().configure("hot_standby = on").start();
        try (Looks looks = Looks.at(server)) {
            looks.look();
            DatabaseReply.Reached reached = looks.closely();

            assertThat(MetricNames.known()).containsAll(reached.metrics().values().keySet());
            assertThat(reached.metrics().get("in_recovery")).isEqualTo(1.0);
            assertThat(reached.metrics().get("wal_receivers")).isEqualTo(0.0);
            assertThat(reached.metrics().values())
                    .containsKeys("replay_paused", "transaction_id_age", "queries_per_second");
            assertThat(reached.notes()).isEmpty();
        }
    }
}
