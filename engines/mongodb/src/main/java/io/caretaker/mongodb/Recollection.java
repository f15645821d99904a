package io.caretaker.mongodb;

import io.caretaker.core.check.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What is remembered of a server between two looks. Thread-safe, because a look that overran its
/// time may still be at work when the next one begins.
final class Recollection {
    private static final double HOUR = 3600;
    private static final double DAY = 86_400;
    private static final double ENOUGH_FOR_A_DAY = 1800;
    private static final double ENOUGH_FOR_AN_HOUR = 600;
    private static final int POINTS = 60;

    /// What happens too rarely for a rate is counted over the last hour.
    private static final List<String> HOURLY =
            List.of(
                    StatusSample.FAILED_LOG_INS,
                    "rejected_connections",
                    "timed_out_cursors",
                    "regular_assertions",
                    "message_assertions",
                    "ttl_passes",
                    "elections_by_timeout");

    private final Map<String, Growth> hourly = new TreeMap<>();
    private final Growth size = new Growth(DAY, 2 * POINTS);
    private final Map<String, Rare> rare = new LinkedHashMap<>();
    private @Nullable StatusSample before;
    private @Nullable Document configuration;
    private @Nullable ServerOptions options;
    private @Nullable Double oplogUsed;
    private @Nullable Double oplogMost;

    /// What is read more rarely than in every pass, or could not be read.
    private static final class Rare {
        private Map<String, Double> numbers = Map.of();
        private List<Map<String, @Nullable Object>> rows = List.of();
        private @Nullable Lack lack;
        private @Nullable String note;
        private long due;
    }

    synchronized @Nullable StatusSample before() {
        return before;
    }

    synchronized void begin(StatusSample sample) {
        before = sample;
    }

    /// The metrics of a sample, in the light of what was seen before it; it is the one before from
    /// then on.
    ///
    /// @param wallClock seconds since 1970
    synchronized Metrics take(StatusSample sample, double wallClock) {
        Metrics metrics = StatusMetrics.of(sample, before, wallClock);
        before = sample;
        Metrics.Builder slow = Metrics.builder();
        HOURLY.forEach(counter ->
                slow.put(
                        counter + "_per_hour",
                        lastHour(counter, sample.at(), sample.counter(counter))));
        return metrics.and(slow.build());
    }

    /// Elections of the whole set, each of which begins a term.
    synchronized Metrics elections(double at, double term) {
        return Metrics.builder().put("elections_per_hour", lastHour("elections", at, term)).build();
    }

    /// Not known before it was watched for a while, unless something happened already.
    private double lastHour(String counter, double at, double value) {
        if (Double.isNaN(value) || Double.isNaN(at)) {
            return Double.NaN;
        }
        Growth growth =
                hourly.computeIfAbsent(counter, _ -> new Growth(HOUR, POINTS)).count(at, value);
        return growth.total() > 0 || growth.watched() >= ENOUGH_FOR_AN_HOUR
                ? growth.total()
                : Double.NaN;
    }

    /// The growth of all databases, by sizes that were read at different times.
    synchronized void grow(double at, double bytes) {
        size.add(at, bytes);
    }

    synchronized Metrics growth() {
        double watched = size.watched();
        return watched < ENOUGH_FOR_A_DAY
                ? Metrics.NONE
                : Metrics.builder()
                        .put("database_growth_bytes_per_day", DAY * size.total() / watched)
                        .build();
    }

    synchronized void learn(Document newConfiguration) {
        configuration = newConfiguration;
    }

    /// Of the replica set; null until it was read.
    synchronized @Nullable Document configuration() {
        return configuration;
    }

    synchronized void learn(ServerOptions newOptions) {
        options = newOptions;
    }

    /// Null until they were read.
    synchronized @Nullable ServerOptions options() {
        return options;
    }

    /// Bytes in the oplog, and how many it may have.
    synchronized void oplog(@Nullable Double used, @Nullable Double most) {
        oplogUsed = used;
        oplogMost = most;
    }

    synchronized Metrics oplogWindow(Document status) {
        return OplogWindow.of(status, oplogUsed, oplogMost);
    }

    synchronized boolean due(String name, long nanos) {
        @Nullable Rare known = rare.get(name);
        return known == null || nanos - known.due >= 0;
    }

    /// Keeps what was read, until it is read again.
    synchronized void keep(
            String name,
            Map<String, Double> numbers,
            List<Map<String, @Nullable Object>> rows,
            @Nullable String note,
            long nextNanos) {
        Rare kept = rare.computeIfAbsent(name, _ -> new Rare());
        kept.numbers = Map.copyOf(numbers);
        kept.rows = List.copyOf(rows);
        kept.note = note;
        kept.lack = null;
        kept.due = nextNanos;
    }

    /// What was read before stays unless the account may not see it any more: a server that is too
    /// busy to answer has not lost its data.
    synchronized void lack(String name, Lack lack, long nextNanos) {
        Rare kept = rare.computeIfAbsent(name, _ -> new Rare());
        if (!lack.passing()) {
            kept.numbers = Map.of();
            kept.rows = List.of();
        }
        kept.note = null;
        kept.lack = lack;
        kept.due = nextNanos;
    }

    synchronized Metrics kept() {
        Metrics.Builder metrics = Metrics.builder();
        rare.values().forEach(each -> each.numbers.forEach(metrics::put));
        return metrics.build();
    }

    synchronized List<Map<String, @Nullable Object>> rows(String name) {
        @Nullable Rare known = rare.get(name);
        return known == null ? List.of() : known.rows;
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

    synchronized Set<Lack> lacks() {
        var lacks = new LinkedHashSet<Lack>();
        for (Rare each : rare.values()) {
            if (each.lack != null) {
                lacks.add(each.lack);
            }
        }
        return lacks;
    }
}
