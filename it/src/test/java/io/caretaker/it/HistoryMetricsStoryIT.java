package io.caretaker.it;

import static io.caretaker.it.Daemon.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.document.HistoryDocument;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What other programs read in `metrics.custom` of a database's history, by the names that all
/// engines share.
class HistoryMetricsStoryIT {
    private static final String RATE = "queries_per_second";
    private static final String SLOW = "slow_queries";
    private static final String LAG = "replication_lag";
    private static final String HITS = "buffer_pool_hit_ratio";

    @TempDir Path directory;

    @Test
    void a_mariadb_replica_tells_all_four() throws Exception {
        try (var primary =
                        MariaDbServer.create().configure("server-id=1").configure("log-bin=log");
                var replica = MariaDbServer.create().configure("server-id=2");
                var daemon = Daemon.in(directory)) {
            primary.start();
            replica.start();
            follow(replica, primary);
            primary.sql(
                    "CREATE DATABASE shop; USE shop; CREATE TABLE t SELECT seq FROM seq_1_to_2000");
            await().atMost(LONG)
                    .ignoreExceptions()
                    .until(() -> replica.sql("SELECT count(*) FROM shop.t").equals("2000"));
            Service service = daemon.adopt(replica.port());
            daemon.start().awaitUp(service);
            assertTold(
                    daemon,
                    service.id(),
                    () -> replica.sql("SELECT count(*) FROM shop.t a JOIN shop.t b USING (seq)"),
                    Set.of(RATE, SLOW, LAG, HITS));
        }
    }

    @Test
    void a_postgresql_tells_those_that_it_has() throws Exception {
        try (var server =
                        PostgresServer.create()
                                .configure("shared_preload_libraries = 'pg_stat_statements'");
                var daemon = Daemon.in(directory)) {
            server.start();
            server.sql(
                    "create extension pg_stat_statements;"
                            + " create table t as select generate_series(1, 2000) as id");
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service);
            assertTold(
                    daemon,
                    service.id(),
                    () -> server.sql("select count(*) from t a join t b using (id)"),
                    Set.of(RATE, SLOW, HITS));
        }
    }

    private static void follow(MariaDbServer replica, MariaDbServer primary) {
        replica.sql(
                "SET GLOBAL gtid_slave_pos = '"
                        + primary.sql("SELECT @@gtid_current_pos")
                        + "'; CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = "
                        + primary.port()
                        + ", MASTER_USER = 'admin', MASTER_PASSWORD = '"
                        + primary.password().reveal()
                        + "', MASTER_USE_GTID = slave_pos; START SLAVE");
    }

    /// Works the server until the history has told all these names, and never at the top.
    private static void assertTold(
            Daemon daemon, ServiceId id, Runnable work, Set<String> expected) {
        var told = new TreeSet<String>();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    work.run();
                    for (HistoryEntry row : daemon.history(id)) {
                        Map<?, ?> metrics = metrics(row);
                        assertThat(metrics.keySet().stream().map(String::valueOf))
                                .doesNotContainAnyElementsOf(expected);
                        custom(metrics).forEach(told::add);
                    }
                    assertThat(told).containsAll(expected);
                });
    }

    private static Map<?, ?> metrics(HistoryEntry row) {
        Object metrics = HistoryDocument.of(row, Duration.ofDays(30)).get("metrics");
        return metrics instanceof Map<?, ?> found ? found : Map.of();
    }

    private static Stream<String> custom(Map<?, ?> metrics) {
        return metrics.get("custom") instanceof Map<?, ?> custom
                ? custom.keySet().stream().map(String::valueOf)
                : Stream.of();
    }
}
