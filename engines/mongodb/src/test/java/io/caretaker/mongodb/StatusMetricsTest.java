package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.caretaker.core.check.Metrics;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is made of `serverStatus`.
final class StatusMetricsTest {
    private static final double NOW = 1692958188;

    @Test
    void a_recorded_member_is_told_in_full() {
        Metrics metrics = metrics(Recorded.reply("serverStatus-6.0.9"));

        assertThat(metrics.get("total_connections")).isEqualTo(50.0);
        assertThat(metrics.get("max_connections")).isEqualTo(1500.0);
        assertThat(metrics.get("connection_usage_percent")).isEqualTo(100 * 50.0 / 1500);
        assertThat(metrics.get("active_connections")).isEqualTo(4.0);
        assertThat(metrics.get("idle_connections")).isEqualTo(35.0);
        assertThat(metrics.get("waiting_connections")).isEqualTo(11.0);
        assertThat(metrics.get("cache_dirty_percent")).isBetween(0.0, 0.1);
        assertThat(metrics.get("cache_size_bytes")).isEqualTo(536870912.0);
        assertThat(metrics.get("read_tickets_available")).isEqualTo(128.0);
        assertThat(metrics.get("checkpoint_time_s")).isEqualTo(0.016);
        assertThat(metrics.get("resident_memory_bytes")).isEqualTo(204.0 * 1024 * 1024);
        assertThat(metrics.get("open_cursors")).isEqualTo(2.0);
        assertThat(metrics.get("flow_control_lagged")).isZero();
        assertThat(metrics.get("certificate_days_left")).isCloseTo(89.94, within(0.01));
    }

    @Test
    void a_router_has_no_data_and_says_none() {
        Metrics metrics = metrics(Recorded.reply("serverStatus-5.0.31-mongos"));

        assertThat(metrics.get("total_connections")).isEqualTo(22.0);
        assertThat(metrics.get("active_connections")).isEqualTo(2.0);
        assertThat(metrics.values())
                .doesNotContainKeys(
                        "cache_usage_percent",
                        "queued_operations",
                        "read_tickets_available",
                        "checkpoint_time_s",
                        "flow_control_lagged");
    }

    @Test
    void rates_and_latencies_are_of_the_time_between_two_samples() {
        Metrics metrics =
                StatusMetrics.of(
                        StatusSample.of(busy(20_000, 200, 2)),
                        StatusSample.of(busy(10_000, 0, 1)),
                        NOW);

        assertThat(metrics.get("queries_per_second")).isEqualTo(40.0);
        assertThat(metrics.get("finds_per_second")).isEqualTo(20.0);
        assertThat(metrics.get("query_time_s")).isCloseTo(0.003, within(1e-9));
        assertThat(metrics.get("read_latency_ms")).isCloseTo(3.0, within(1e-9));
        assertThat(metrics.get("rows_fetched_per_second")).isEqualTo(0.2);
        assertThat(metrics.get("examined_per_returned")).isEqualTo(10_000.0);
        assertThat(metrics.get("buffer_pool_hit_ratio")).isEqualTo(75.0);
        assertThat(metrics.get("network_in_bytes_per_second")).isEqualTo(100.0);
    }

    @Test
    void a_server_that_mostly_writes_needs_no_index_for_that() {
        Metrics metrics =
                StatusMetrics.of(
                        StatusSample.of(writing(20_000, 1_000_000)),
                        StatusSample.of(writing(10_000, 0)),
                        NOW);

        assertThat(metrics.get("examined_per_returned")).isEqualTo(1.0);
    }

    /// Half updates, half deletions, each by its `_id`.
    private static Document writing(long millis, int writes) {
        Document status = busy(millis, 0, 0);
        Document counted = status.get("metrics", Document.class);
        counted.put("document", new Document("returned", 0).append("updated", writes / 2));
        counted.get("document", Document.class).append("deleted", writes / 2);
        counted.put("queryExecutor", new Document("scannedObjects", writes));
        return status;
    }

    @Test
    void a_server_that_was_started_anew_gives_no_rates() {
        Metrics metrics =
                StatusMetrics.of(
                        StatusSample.of(busy(5_000, 200, 2)),
                        StatusSample.of(busy(10_000, 0, 1)),
                        NOW);

        assertThat(metrics.values())
                .containsKey("total_connections")
                .doesNotContainKeys("queries_per_second", "query_time_s", "examined_per_returned");
    }

    @Test
    void a_quiet_server_has_no_mean_time_of_nothing() {
        Metrics metrics =
                StatusMetrics.of(
                        StatusSample.of(busy(20_000, 0, 1)),
                        StatusSample.of(busy(10_000, 0, 1)),
                        NOW);

        assertThat(metrics.get("queries_per_second")).isZero();
        assertThat(metrics.values()).doesNotContainKeys("query_time_s", "examined_per_returned");
        assertThat(metrics.get("buffer_pool_hit_ratio")).isEqualTo(75.0);
    }

    @Test
    void numbers_of_every_type_are_read() {
        var status =
                new Document(
                                "connections",
                                new Document("current", 7)
                                        .append("available", 93L)
                                        .append("active", 2.0)
                                        .append("totalCreated", Decimal128.parse("12")))
                        .append("flowControl", new Document("isLagged", true))
                        .append("uptimeMillis", new Document("$numberLong", "5000"))
                        .append("uptime", Decimal128.NaN)
                        .append(
                                "security",
                                new Document(
                                        "SSLServerCertificateExpirationDate",
                                        Date.from(Instant.ofEpochSecond((long) NOW + 86_400))));

        StatusSample sample = StatusSample.of(status);
        Metrics metrics = metrics(status);

        assertThat(sample.at()).isEqualTo(5.0);
        assertThat(sample.counter("new_sessions")).isEqualTo(12.0);
        assertThat(metrics.get("max_connections")).isEqualTo(100.0);
        assertThat(metrics.get("flow_control_lagged")).isEqualTo(1.0);
        assertThat(metrics.get("certificate_days_left")).isEqualTo(1.0);
        assertThat(metrics.values()).doesNotContainKey("uptime_seconds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"connections\": 5, \"metrics\": null, \"wiredTiger\": [1, 2]}",
                "{\"connections\": {\"current\": \"many\", \"available\": {}}}",
                "{\"wiredTiger\": {\"cache\": {\"maximum bytes configured\": 0}}}",
                "{\"security\": {\"authentication\": {\"mechanisms\": {\"X\": 1}}}}"
            })
    void replies_that_lack_nearly_everything_tell_what_they_have(String status) {
        assertThat(metrics(Document.parse(status)).values())
                .doesNotContainKeys("total_connections", "cache_usage_percent");
    }

    @Test
    void a_failed_log_in_counts_once_by_whatever_way_it_came() {
        assertThat(failed(10, 10, 10, 10)).isZero();
        // A wrong password fails with the client's first word.
        assertThat(failed(10, 7, 10, 7)).isEqualTo(3.0);
        // An unknown user fails with the first word, and once more.
        assertThat(failed(20, 10, 15, 10)).isEqualTo(5.0);
        // Old drivers say nothing in advance.
        assertThat(failed(20, 12, 0, 0)).isEqualTo(8.0);
        assertThat(
                        StatusSample.of(Recorded.reply("serverStatus-6.0.9"))
                                .counter(StatusSample.FAILED_LOG_INS))
                .isEqualTo(9.0);
        assertThat(
                        StatusSample.of(Recorded.reply("serverStatus-4.2.8"))
                                .counter(StatusSample.FAILED_LOG_INS))
                .isNaN();
    }

    @Test
    void accounts_that_know_only_the_old_mechanism_log_in_without_a_failure() {
        Document guessing = mechanism(50, 10, 50, 10);
        Document old = mechanism(40, 40, 0, 0);

        assertThat(failed(Map.of("SCRAM-SHA-256", guessing, "SCRAM-SHA-1", old))).isZero();
        // Whoever fails besides is counted.
        assertThat(failed(Map.of("SCRAM-SHA-256", mechanism(57, 10, 57, 10), "SCRAM-SHA-1", old)))
                .isEqualTo(7.0);
        assertThat(
                        failed(
                                Map.of(
                                        "SCRAM-SHA-256",
                                        mechanism(10, 10, 10, 10),
                                        "SCRAM-SHA-1",
                                        mechanism(49, 40, 0, 0))))
                .isEqualTo(9.0);
    }

    private static double failed(int received, int successful, int early, int earlySuccessful) {
        return failed(
                Map.of("SCRAM-SHA-256", mechanism(received, successful, early, earlySuccessful)));
    }

    private static Document mechanism(
            int received, int successful, int early, int earlySuccessful) {
        return new Document(
                        "authenticate",
                        new Document("received", received).append("successful", successful))
                .append(
                        "speculativeAuthenticate",
                        new Document("received", early).append("successful", earlySuccessful));
    }

    private static double failed(Map<String, Object> mechanisms) {
        var status =
                new Document(
                        "security",
                        new Document(
                                "authentication",
                                new Document("mechanisms", new Document(mechanisms))));
        return StatusSample.of(status).counter(StatusSample.FAILED_LOG_INS);
    }

    private static Document busy(long millis, int finds, int scale) {
        return new Document("uptimeMillis", millis)
                .append("connections", new Document("current", 1).append("available", 9))
                .append(
                        "opcounters",
                        new Document(
                                Map.of(
                                        "insert", 0, "query", finds, "update", 0, "delete", 0,
                                        "getmore", 0, "command", finds)))
                .append(
                        "opLatencies",
                        new Document(
                                        "reads",
                                        new Document("latency", finds * 3000L).append("ops", finds))
                                .append("writes", new Document("latency", 0).append("ops", 0)))
                .append("network", new Document("bytesIn", 1000 * scale))
                .append(
                        "metrics",
                        new Document("document", new Document("returned", 2 * scale))
                                .append(
                                        "queryExecutor",
                                        new Document("scannedObjects", 20_000 * scale)))
                .append(
                        "wiredTiger",
                        new Document(
                                "cache",
                                new Document("pages requested from the cache", 400 * scale)
                                        .append("pages read into cache", 100 * scale)));
    }

    private static Metrics metrics(Document status) {
        return StatusMetrics.of(StatusSample.of(status), null, NOW);
    }
}
