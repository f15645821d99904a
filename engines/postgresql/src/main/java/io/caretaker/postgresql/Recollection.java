package io.caretaker.postgresql;

import io.caretaker.core.check.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is remembered of a server between two looks. Thread-safe, because a look that overran its
/// time may still be at work when the next one begins.
final class Recollection {
    private static final double HOUR = 3600;
    private static final double DAY = 86_400;
    private static final double ENOUGH_FOR_A_DAY = 1800;
    private static final int POINTS = 60;

    /// What happens too rarely for a rate is counted over the last hour.
    private static final List<String> HOURLY = List.of("deadlocks", "conflicts");

    private final WalClock wal = new WalClock();
    private final Map<String, Growth> hourly = new TreeMap<>();
    private final Growth size = new Growth(DAY, 2 * POINTS);
    private final Map<String, Rare> rare = new LinkedHashMap<>();
    private @Nullable Sample before;
    private double archiveFailsSince = Double.NaN;
    private @Nullable StatementFacts statements;
    private List<Map<String, @Nullable Object>> tables = List.of();

    /// What is read more rarely than in every pass, or could not be read.
    private static final class Rare {
        private Map<String, Double> numbers = Map.of();
        private @Nullable String note;
        private long due;
    }

    synchronized @Nullable Sample before() {
        return before;
    }

    synchronized void begin(Sample sample) {
        before = sample;
    }

    /// The metrics of a sample, in the light of what was seen before it; it is the one before from
    /// then on.
    synchronized Metrics take(Sample sample) {
        Metrics metrics = sample.metrics(before).and(slow(sample)).and(lag(sample));
        before = sample;
        return metrics;
    }

    private Metrics slow(Sample sample) {
        Metrics.Builder metrics = Metrics.builder();
        for (String counter : HOURLY) {
            metrics.put(counter + "_per_hour", lastHour(sample, counter));
        }
        double timed = lastHour(sample, "checkpoints_timed");
        double requested = lastHour(sample, "checkpoints_requested");
        if (timed + requested == 0) {
            timed = sample.counter("checkpoints_timed");
            requested = sample.counter("checkpoints_requested");
        }
        metrics.put("checkpoints_requested_percent", 100 * requested / (timed + requested));
        return metrics.build();
    }

    private double lastHour(Sample sample, String counter) {
        double value = sample.counter(counter);
        return Double.isNaN(value)
                ? value
                : hourly.computeIfAbsent(counter, _ -> new Growth(HOUR, POINTS))
                        .since(sample.at(), value);
    }

    /// The lag by both names; of a primary that of its worst replica, also of one that stands
    /// still.
    private Metrics lag(Sample sample) {
        double lag = sample.gauge("replication_lag_s");
        double position = sample.fact("position");
        double replayed = sample.fact("replayed");
        if (!Double.isNaN(position)) {
            wal.saw(sample.at(), position);
        }
        if (!Double.isNaN(replayed)) {
            lag = Math.max(Double.isNaN(lag) ? 0 : lag, wal.behind(sample.at(), replayed));
        }
        return Metrics.builder().put("replication_lag", lag).put("replication_lag_s", lag).build();
    }

    /// How long archiving has failed: since it was first seen to, or as long as the oldest file
    /// waits.
    synchronized Metrics archive(Sample sample) {
        if (sample.fact("archive_used") != 1) {
            return Metrics.NONE;
        }
        double failed = sample.fact("archive_failed_at");
        if (Double.isNaN(failed)) {
            archiveFailsSince = Double.NaN;
            return Metrics.builder().put("archive_failing_s", 0).build();
        }
        if (Double.isNaN(archiveFailsSince)) {
            archiveFailsSince = failed;
        }
        @Nullable Double waiting = kept("archive_waiting_s");
        double seen = Math.max(0, sample.at() - archiveFailsSince);
        return Metrics.builder()
                .put("archive_failing_s", waiting == null ? seen : Math.max(seen, waiting))
                .build();
    }

    /// The growth of all databases, by sizes that were read at different times.
    synchronized Metrics growth(double at, @Nullable Double bytes) {
        return bytes == null
                ? Metrics.NONE
                : Metrics.builder()
                        .put(
                                "database_growth_bytes_per_day",
                                DAY * size.perSecond(at, bytes, ENOUGH_FOR_A_DAY))
                        .build();
    }

    synchronized void learn(StatementFacts facts) {
        statements = facts;
    }

    /// Null until it is known.
    synchronized @Nullable StatementFacts statements() {
        return statements;
    }

    synchronized void keepTables(List<Map<String, @Nullable Object>> rows) {
        tables = List.copyOf(rows);
    }

    /// Those with the most dead rows, as they were when they were last looked at.
    synchronized List<Map<String, @Nullable Object>> tables() {
        return tables;
    }

    synchronized boolean due(String name, long nanos) {
        @Nullable Rare known = rare.get(name);
        return known == null || nanos - known.due >= 0;
    }

    /// @param note what a person should know about a reading that failed or is incomplete
    synchronized void keep(
            String name, Map<String, Double> numbers, @Nullable String note, long nextNanos) {
        Rare kept = rare.computeIfAbsent(name, _ -> new Rare());
        kept.numbers = Map.copyOf(numbers);
        kept.note = note;
        kept.due = nextNanos;
    }

    synchronized void lift(String name) {
        rare.remove(name);
    }

    synchronized Metrics kept() {
        Metrics.Builder metrics = Metrics.builder();
        rare.values().forEach(each -> each.numbers.forEach(metrics::put));
        return metrics.build();
    }

    synchronized @Nullable Double kept(String metric) {
        return kept().get(metric);
    }

    synchronized List<String> notes() {
        var notes = new ArrayList<String>();
        for (Rare each : rare.values()) {
            if (each.note != null) {
                notes.add(each.note);
            }
        }
        return notes;
    }
}
