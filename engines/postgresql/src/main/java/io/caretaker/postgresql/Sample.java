package io.caretaker.postgresql;

import io.caretaker.core.check.Metrics;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one row of [HealthQuery#METRICS] said.
///
/// @param at the server's clock in seconds
/// @param gauges metrics as they are
/// @param counters sums since the statistics were reset, without the prefix `total_`
record Sample(double at, Map<String, Double> gauges, Map<String, Double> counters) {
    private static final String COUNTER = "total_";
    private static final List<String> RATED = List.of("transactions", "rollbacks", "temp_bytes");

    Sample {
        gauges = Collections.unmodifiableMap(new LinkedHashMap<>(gauges));
        counters = Map.copyOf(counters);
    }

    static Sample read(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        var gauges = new LinkedHashMap<String, Double>();
        var counters = new LinkedHashMap<String, Double>();
        for (int i = 2; i <= columns.getColumnCount(); i++) {
            double value = row.getDouble(i);
            String name = columns.getColumnLabel(i);
            if (row.wasNull()) {
                continue;
            }
            if (name.startsWith(COUNTER)) {
                counters.put(name.substring(COUNTER.length()), value);
            } else {
                gauges.put(name, value);
            }
        }
        return new Sample(row.getDouble("at"), gauges, counters);
    }

    /// The gauges, and the rates since the sample before. A counter that went back (a restart, a
    /// reset of the statistics) gives no rate.
    Metrics metrics(@Nullable Sample before) {
        Metrics.Builder metrics = Metrics.builder();
        gauges.forEach(metrics::put);
        if (before != null && at > before.at) {
            for (String counter : RATED) {
                double rate = growth(counter, before) / (at - before.at);
                if (rate >= 0) {
                    metrics.put(counter + "_per_second", rate);
                }
            }
        }
        metrics.put("buffer_pool_hit_ratio", hitRatio(before));
        return metrics.build();
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

    private double growth(String counter, Sample before) {
        return counter(counter) - before.counter(counter);
    }

    private double counter(String name) {
        return counters.getOrDefault(name, Double.NaN);
    }
}
