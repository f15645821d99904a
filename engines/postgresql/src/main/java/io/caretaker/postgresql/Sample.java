package io.caretaker.postgresql;

import io.caretaker.core.check.Metrics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one pass of [HealthQuery] said. Immutable.
///
/// @param at the server's clock in seconds
/// @param gauges metrics as they are
/// @param counters sums since the statistics were reset
/// @param facts what is not told as a metric
record Sample(
        double at,
        Map<String, Double> gauges,
        Map<String, Double> counters,
        Map<String, Double> facts) {
    private static final List<String> RATED =
            List.of(
                    "transactions",
                    "queries",
                    "rollbacks",
                    "new_sessions",
                    "rows_fetched",
                    "rows_written",
                    "temp_bytes",
                    "temp_files",
                    "wal_bytes");
    private static final String AT = "at";
    private static final double MILLIS = 1000;

    Sample {
        gauges = Collections.unmodifiableMap(new LinkedHashMap<>(gauges));
        counters = Map.copyOf(counters);
        facts = Map.copyOf(facts);
    }

    /// @param numbers by the column's name, as [HealthQuery] has it
    static Sample of(Map<String, Double> numbers) {
        var gauges = new LinkedHashMap<String, Double>();
        var counters = new LinkedHashMap<String, Double>();
        var facts = new LinkedHashMap<String, Double>();
        numbers.forEach((name, value) -> {
            if (name.startsWith(HealthQuery.SUM)) {
                counters.put(name.substring(HealthQuery.SUM.length()), value);
            } else if (name.startsWith(HealthQuery.FACT)) {
                facts.put(name.substring(HealthQuery.FACT.length()), value);
            } else if (!name.equals(AT)) {
                gauges.put(name, value);
            }
        });
        return new Sample(numbers.getOrDefault(AT, Double.NaN), gauges, counters, facts);
    }

    double fact(String name) {
        return facts.getOrDefault(name, Double.NaN);
    }

    double gauge(String name) {
        return gauges.getOrDefault(name, Double.NaN);
    }

    double counter(String name) {
        return counters.getOrDefault(name, Double.NaN);
    }

    /// The gauges, and the rates since the sample before. A counter that went back (a restart, a
    /// reset of the statistics) gives no rate.
    Metrics metrics(@Nullable Sample before) {
        Metrics.Builder metrics = Metrics.builder();
        gauges.forEach(metrics::put);
        if (before != null && at > before.at) {
            for (String counter : RATED) {
                metrics.put(
                        counter + "_per_second", known(growth(counter, before) / (at - before.at)));
            }
            metrics.put("rollback_percent", share("rollbacks", "transactions", before));
            metrics.put("query_time_s", mean("query_millis", "queries", before) / MILLIS);
            if (fact("io_timing") == 1) {
                metrics.put("read_time_ms", mean("read_time", "reads", before));
            }
        }
        double hits = hitRatio(before);
        metrics.put("cache_hit_ratio", hits);
        metrics.put("buffer_pool_hit_ratio", hits);
        metrics.put("tls_connections_percent", tlsPercent());
        return metrics.build();
    }

    private double tlsPercent() {
        double byTcp = fact("by_tcp");
        return byTcp > 0 ? 100 * gauge("tls_connections") / byTcp : Double.NaN;
    }

    /// Percent of the pages that were found in shared buffers, since the sample before, or since
    /// the statistics were reset when there is no such sample or nothing was read since.
    private double hitRatio(@Nullable Sample before) {
        double hits = before == null ? -1 : growth("hits", before);
        double reads = before == null ? -1 : growth("reads", before);
        boolean since = hits >= 0 && reads >= 0 && hits + reads > 0;
        return since
                ? 100 * hits / (hits + reads)
                : 100 * counter("hits") / (counter("hits") + counter("reads"));
    }

    private double share(String part, String whole, Sample before) {
        return 100 * mean(part, whole, before);
    }

    /// Growth of one for each of the other; not a number when there was none.
    private double mean(String sum, String count, Sample before) {
        return known(growth(sum, before)) / known(growth(count, before));
    }

    private static double known(double growth) {
        return growth >= 0 ? growth : Double.NaN;
    }

    private double growth(String counter, Sample before) {
        return counter(counter) - before.counter(counter);
    }
}
