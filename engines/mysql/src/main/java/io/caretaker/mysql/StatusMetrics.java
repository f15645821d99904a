package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Turns the status variables of one pass into metrics, with the counters of the pass before. A
/// variable that this server lacks gives no metric.
///
/// Source: MySQL Reference Manual 5.7 to 8.4, "Server Status Variables"; MariaDB Knowledge Base
/// (10.6 to 11.8), "Server Status Variables", "InnoDB Status Variables" (10.11 has no
/// `Innodb_rows_*`).
final class StatusMetrics {
    private static final double ENOUGH_READS = 1000;
    private static final double PERCENT = 100;

    /// Rates by their metric: the growth of all these together.
    private static final Map<String, List<String>> RATES =
            rates(
                    "queries_per_second: questions",
                    "new_sessions_per_second: connections",
                    "temp_files_per_second: created_tmp_files",
                    "temp_disk_tables_per_second: created_tmp_disk_tables",
                    "table_cache_misses_per_second: table_open_cache_misses",
                    "table_cache_overflows_per_second: table_open_cache_overflows",
                    "redo_log_bytes_per_second: innodb_os_log_written",
                    "binary_log_bytes_per_second: binlog_bytes_written");

    private static final List<String> COUNTED =
            List.of("slow_queries", "innodb_row_lock_waits", "aborted_connects");

    private static final List<String> PLAIN =
            List.of(
                    "uptime",
                    "threads_connected",
                    "threads_running",
                    "max_used_connections",
                    "connection_errors_max_connections",
                    "com_commit",
                    "com_rollback",
                    "rows_read",
                    "handler_write",
                    "handler_update",
                    "handler_delete",
                    "innodb_rows_read",
                    "innodb_rows_inserted",
                    "innodb_rows_updated",
                    "innodb_rows_deleted",
                    "innodb_buffer_pool_reads",
                    "innodb_buffer_pool_read_requests",
                    "innodb_buffer_pool_pages_total",
                    "innodb_buffer_pool_pages_data",
                    "innodb_buffer_pool_pages_dirty",
                    "innodb_history_list_length",
                    "innodb_deadlocks",
                    "innodb_checkpoint_age",
                    "innodb_checkpoint_max_age",
                    "innodb_redo_log_logical_size",
                    "innodb_redo_log_capacity_resized",
                    "created_tmp_tables",
                    "table_open_cache_hits",
                    "open_tables",
                    "open_files",
                    "ssl_server_not_after");

    private final Map<String, String> status;
    private final ServerFacts facts;
    private final Counters counters;
    private final Metrics.Builder metrics = Metrics.builder();

    private StatusMetrics(Map<String, String> status, ServerFacts facts, Counters counters) {
        this.status = status;
        this.facts = facts;
        this.counters = counters;
    }

    /// Everything that the pass wants to know, in one statement.
    static String query() {
        return Stream.of(
                        RATES.values().stream().flatMap(List::stream),
                        COUNTED.stream(),
                        PLAIN.stream(),
                        Galera.VARIABLES.stream(),
                        SemiSync.VARIABLES.stream())
                .flatMap(names -> names)
                .map(name -> "'" + name + "'")
                .collect(
                        Collectors.joining(
                                ", ", "SHOW GLOBAL STATUS WHERE Variable_name IN (", ")"));
    }

    /// @param status by names in lower case
    /// @param counters begun for this round, see [Counters#round]
    static Metrics of(Map<String, String> status, ServerFacts facts, Counters counters) {
        var reading = new StatusMetrics(status, facts, counters);
        reading.connections();
        reading.throughput();
        reading.cache();
        reading.tables();
        reading.log();
        return reading.metrics.build();
    }

    private void connections() {
        double connected = number("threads_connected");
        metrics.put("total_connections", connected);
        metrics.put("connections", connected);
        @Nullable Double most = facts.maxConnections();
        if (most != null) {
            metrics.put("max_connections", most);
            metrics.put("connection_usage_percent", PERCENT * connected / most);
        }
        metrics.put("max_used_connections", number("max_used_connections"));
        metrics.put("threads_running", number("threads_running"));
        COUNTED.forEach(this::counted);
    }

    /// Since the look before, and since the server's start.
    private void counted(String variable) {
        String metric = variable.replaceFirst("^innodb_", "");
        double total = number(variable);
        put(metric, Double.isNaN(total) ? null : counters.growth(variable, total));
        metrics.put(metric + "_total", total);
    }

    private void throughput() {
        RATES.forEach((metric, variables) -> rate(metric, variables.toArray(String[]::new)));
        @Nullable Double ended = rate("transactions_per_second", "com_commit", "com_rollback");
        @Nullable Double back = rate("rollbacks_per_second", "com_rollback");
        if (ended != null && back != null && ended > 0) {
            metrics.put("rollback_percent", PERCENT * back / ended);
        }
        if (status.containsKey("innodb_rows_read")) {
            rate("rows_fetched_per_second", "innodb_rows_read");
            rate(
                    "rows_written_per_second",
                    "innodb_rows_inserted",
                    "innodb_rows_updated",
                    "innodb_rows_deleted");
        } else {
            rate("rows_fetched_per_second", "rows_read");
            rate("rows_written_per_second", "handler_write", "handler_update", "handler_delete");
        }
        metrics.put("uptime_seconds", number("uptime"));
    }

    private void cache() {
        double requests = number("innodb_buffer_pool_read_requests");
        double reads = number("innodb_buffer_pool_reads");
        if (!Double.isNaN(requests) && !Double.isNaN(reads)) {
            @Nullable Double hits = counters.hitRatio(requests, reads, ENOUGH_READS);
            put("cache_hit_ratio", hits);
            put("buffer_pool_hit_ratio", hits);
        }
        double pages = number("innodb_buffer_pool_pages_total");
        share("cache_usage_percent", number("innodb_buffer_pool_pages_data"), pages);
        share("cache_dirty_percent", number("innodb_buffer_pool_pages_dirty"), pages);
    }

    private void tables() {
        @Nullable Double disk = growth("created_tmp_disk_tables");
        @Nullable Double all = growth("created_tmp_tables");
        if (disk != null && all != null && all > 0) {
            metrics.put("temp_disk_tables_percent", Math.min(PERCENT, PERCENT * disk / all));
        }
        @Nullable Double hits = growth("table_open_cache_hits");
        @Nullable Double misses = growth("table_open_cache_misses");
        if (hits != null && misses != null && hits + misses > 0) {
            metrics.put("table_cache_hit_percent", PERCENT * hits / (hits + misses));
        }
        share(
                "table_cache_usage_percent",
                number("open_tables"),
                Settings.value(facts, "table_open_cache"));
        share(
                "open_files_percent",
                number("open_files"),
                Settings.value(facts, "open_files_limit"));
    }

    /// How much of the redo log is in use: when it is full, writers wait for a checkpoint.
    private void log() {
        share(
                "redo_log_usage_percent",
                number("innodb_checkpoint_age"),
                number("innodb_checkpoint_max_age"));
        share(
                "redo_log_usage_percent",
                number("innodb_redo_log_logical_size"),
                number("innodb_redo_log_capacity_resized"));
        metrics.put("innodb_history_list_length", number("innodb_history_list_length"));
    }

    private void share(String metric, double part, double whole) {
        metrics.put(metric, whole > 0 ? PERCENT * part / whole : Double.NaN);
    }

    private @Nullable Double rate(String metric, String... variables) {
        double sum = Arrays.stream(variables).mapToDouble(this::number).sum();
        @Nullable Double rate = Double.isNaN(sum) ? null : counters.rate(metric, sum);
        put(metric, rate);
        return rate;
    }

    private @Nullable Double growth(String variable) {
        double value = number(variable);
        return Double.isNaN(value) ? null : counters.growth("share of " + variable, value);
    }

    private void put(String name, @Nullable Double value) {
        if (value != null) {
            metrics.put(name, value);
        }
    }

    private double number(String variable) {
        return Numbers.of(status.get(variable));
    }

    /// @param lines metric, colon, variables separated by blanks
    private static Map<String, List<String>> rates(String... lines) {
        var rates = new LinkedHashMap<String, List<String>>();
        for (String line : lines) {
            String[] words = line.split(":? ", -1);
            rates.put(words[0], List.of(words).subList(1, words.length));
        }
        return rates;
    }
}
