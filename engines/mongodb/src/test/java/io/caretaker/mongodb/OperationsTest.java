package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is made of `$currentOp`.
final class OperationsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"currentOp-7.0-standalone", "currentOp-7.0-mongos"})
    void the_servers_own_work_and_waiting_for_news_are_not_counted(String recording) {
        Operations operations = Operations.of(Recorded.rows(recording));
        Metrics metrics = operations.metrics(Duration.ofMillis(500));

        assertThat(metrics.get("long_running_queries")).isZero();
        assertThat(metrics.get("blocked_sessions")).isZero();
        assertThat(operations.rows())
                .isNotEmpty()
                .noneMatch(row -> String.valueOf(row.get("command")).startsWith("hello"));
    }

    @Test
    void commands_are_shown_without_their_values() {
        assertThat(Operations.of(Recorded.rows("currentOp-7.0-standalone")).rows().toString())
                .contains("find products", "$regex")
                .doesNotContain("0.6283678507530881", "log\"");
    }

    @Test
    void long_operations_and_those_that_wait_for_a_lock_are_counted() {
        Metrics metrics =
                metrics(
                        operation(40_000_000, false),
                        operation(2_000_000, true),
                        operation(100, true),
                        operation(29_000_000, false));

        assertThat(metrics.get("long_running_queries")).isEqualTo(1.0);
        assertThat(metrics.get("longest_query_s")).isEqualTo(40.0);
        assertThat(metrics.get("blocked_locks")).isEqualTo(1.0);
        assertThat(metrics.get("blocked_sessions")).isEqualTo(1.0);
        assertThat(metrics.get("longest_lock_wait_s")).isEqualTo(2.0);
    }

    @Test
    void a_session_that_does_nothing_in_a_transaction_is_told() {
        var idle =
                new Document("type", "idleSession")
                        .append("active", false)
                        .append(
                                "transaction",
                                new Document("timeOpenMicros", 90_000_000L)
                                        .append("timeInactiveMicros", 80_000_000L));
        Document active =
                operation(10, false)
                        .append(
                                "transaction",
                                new Document("timeOpenMicros", 95_000_000L)
                                        .append("timeInactiveMicros", 94_000_000L));

        Metrics metrics = metrics(idle, active);

        assertThat(metrics.get("idle_in_transaction")).isEqualTo(1.0);
        assertThat(metrics.get("longest_idle_in_transaction_s")).isEqualTo(80.0);
        assertThat(metrics.get("longest_transaction_s")).isEqualTo(95.0);
    }

    @Test
    void members_tools_followers_and_caretaker_are_left_out() {
        Metrics metrics =
                metrics(
                        operation(40_000_000, false).append("appName", "caretaker"),
                        operation(40_000_000, false).append("appName", "mongodump"),
                        operation(40_000_000, false)
                                .append(
                                        "effectiveUsers",
                                        List.of(new Document("user", "__system"))),
                        operation(40_000_000, false)
                                .append(
                                        "cursor",
                                        new Document("tailable", true).append("awaitData", true)),
                        new Document("desc", "TTLMonitor")
                                .append("active", true)
                                .append("microsecs_running", 40_000_000L));

        assertThat(metrics.get("long_running_queries")).isZero();
        assertThat(metrics.get("longest_query_s")).isZero();
    }

    @Test
    void rows_of_other_types_are_survived() {
        assertThat(
                        metrics(
                                        new Document("client", 5),
                                        new Document("client", "a:1")
                                                .append("effectiveUsers", "x")
                                                .append("command", "y")
                                                .append("microsecs_running", "long"))
                                .get("long_running_queries"))
                .isZero();
    }

    private static Metrics metrics(Document... operations) {
        return Operations.of(List.of(operations)).metrics(LONG);
    }

    private static Document operation(long micros, boolean waits) {
        return new Document(
                Map.of(
                        "client",
                        "10.0.0.1:4711",
                        "active",
                        true,
                        "microsecs_running",
                        micros,
                        "waitingForLock",
                        waits,
                        "ns",
                        "shop.orders"));
    }
}
