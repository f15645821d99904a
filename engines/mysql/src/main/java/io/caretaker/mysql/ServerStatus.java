package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// Turns the server's status counters into metrics. Pure but for the counters it is given.
///
/// A counter comes twice: `slow_queries_total` since the server started, `slow_queries` since the
/// check before (absent on the first). `buffer_pool_hit_ratio` is in percent.
///
/// Source: MySQL 8.0 Reference Manual, "Server Status Variables"; MariaDB Knowledge Base, "Server
/// Status Variables" and "InnoDB Status Variables" (`Innodb_history_list_length` is MariaDB's own).
final class ServerStatus {
    static final String QUERY =
            "SHOW GLOBAL STATUS WHERE Variable_name IN ('Uptime', 'Questions', 'Slow_queries',"
                    + " 'Threads_connected', 'Threads_running', 'Aborted_connects',"
                    + " 'Innodb_row_lock_waits', 'Innodb_history_list_length',"
                    + " 'Innodb_buffer_pool_reads', 'Innodb_buffer_pool_read_requests')";
    private static final double ENOUGH_READS = 1000;

    private ServerStatus() {}

    static Metrics metrics(
            Map<String, String> status, ServerFacts facts, Counters counters, long nanos) {
        Metrics.Builder metrics = Metrics.builder();
        Double uptime = number(status, "uptime");
        counters.round(uptime == null ? 0 : uptime, nanos);
        connections(status, facts, metrics);
        put(metrics, "threads_running", number(status, "threads_running"));
        with(status, "questions", value -> rate(metrics, counters, value));
        counter(status, "slow_queries", "slow_queries", counters, metrics);
        hitRatio(status, counters, metrics);
        put(metrics, "innodb_history_list_length", number(status, "innodb_history_list_length"));
        counter(status, "innodb_row_lock_waits", "row_lock_waits", counters, metrics);
        counter(status, "aborted_connects", "aborted_connects", counters, metrics);
        put(metrics, "uptime_seconds", uptime);
        return metrics.build();
    }

    private static void connections(
            Map<String, String> status, ServerFacts facts, Metrics.Builder metrics) {
        Double connected = number(status, "threads_connected");
        Double most = facts.maxConnections();
        put(metrics, "connections", connected);
        put(metrics, "max_connections", most);
        if (connected != null && most != null) {
            metrics.put("connection_usage_percent", 100 * connected / most);
        }
    }

    private static void rate(Metrics.Builder metrics, Counters counters, double questions) {
        put(metrics, "queries_per_second", counters.rate("questions", questions));
    }

    private static void counter(
            Map<String, String> status,
            String variable,
            String metric,
            Counters counters,
            Metrics.Builder metrics) {
        with(
                status,
                variable,
                total -> {
                    put(metrics, metric, counters.growth(variable, total));
                    metrics.put(metric + "_total", total);
                });
    }

    private static void hitRatio(
            Map<String, String> status, Counters counters, Metrics.Builder metrics) {
        Double requests = number(status, "innodb_buffer_pool_read_requests");
        Double reads = number(status, "innodb_buffer_pool_reads");
        if (requests != null && reads != null) {
            put(metrics, "buffer_pool_hit_ratio", counters.hitRatio(requests, reads, ENOUGH_READS));
        }
    }

    private static void with(Map<String, String> status, String name, DoubleConsumer use) {
        Double value = number(status, name);
        if (value != null) {
            use.accept(value);
        }
    }

    private static void put(Metrics.Builder metrics, String name, @Nullable Double value) {
        if (value != null) {
            metrics.put(name, value);
        }
    }

    private static @Nullable Double number(Map<String, String> status, String name) {
        try {
            String text = status.get(name);
            return text == null ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
