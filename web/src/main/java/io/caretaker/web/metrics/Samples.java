package io.caretaker.web.metrics;

import io.caretaker.server.count.DurationCounts;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one reading gives. Not thread-safe.
final class Samples {
    private final Map<String, Gathered> points = new HashMap<>();

    private record Gathered(Family family, List<DataPointSnapshot> points) {}

    /// Adds the value of a gauge or a counter; one that is no number is left out.
    void add(Family family, Labels labels, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        switch (family.kind()) {
            case GAUGE -> of(family).add(new GaugeDataPointSnapshot(value, labels, null));
            case COUNTER ->
                    of(family)
                            .add(new CounterDataPointSnapshot(Math.max(0, value), labels, null, 0));
            case INFO -> of(family).add(new InfoDataPointSnapshot(labels));
            case HISTOGRAM, SUMMARY ->
                    throw new IllegalArgumentException(family.name() + " is no single number");
        }
    }

    void add(Family family, Labels labels, long value) {
        add(family, labels, (double) value);
    }

    void add(Family family, long value) {
        add(family, Labels.EMPTY, (double) value);
    }

    void add(Family family, double value) {
        add(family, Labels.EMPTY, value);
    }

    void add(Family family, Labels labels, boolean value) {
        add(family, labels, value ? 1 : 0);
    }

    /// Adds an instant; null is left out.
    void add(Family family, Labels labels, @Nullable Instant at) {
        if (at != null) {
            add(family, labels, at.toEpochMilli() / 1e3);
        }
    }

    void add(Family family, Labels labels, DurationCounts counts) {
        double[] bounds = Arrays.copyOf(counts.bounds(), counts.bounds().length + 1);
        bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
        of(family)
                .add(
                        new HistogramDataPointSnapshot(
                                ClassicHistogramBuckets.of(bounds, counts.counts()),
                                counts.seconds(),
                                labels,
                                Exemplars.EMPTY,
                                0));
    }

    /// Adds how many there were and how long they took together.
    void add(Family family, Labels labels, long count, double seconds) {
        of(family)
                .add(
                        new SummaryDataPointSnapshot(
                                count, seconds, Quantiles.EMPTY, labels, Exemplars.EMPTY, 0));
    }

    private List<DataPointSnapshot> of(Family family) {
        return points.computeIfAbsent(family.name(), _ -> new Gathered(family, new ArrayList<>()))
                .points;
    }

    /// All of it, sorted by name.
    MetricSnapshots snapshots() {
        var all = new ArrayList<MetricSnapshot>(points.size());
        points.values().forEach(each -> all.add(snapshot(each.family, each.points)));
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot snapshot(Family family, List<DataPointSnapshot> some) {
        return switch (family.kind()) {
            case GAUGE ->
                    new GaugeSnapshot(family.metadata(), as(GaugeDataPointSnapshot.class, some));
            case COUNTER ->
                    new CounterSnapshot(
                            family.metadata(), as(CounterDataPointSnapshot.class, some));
            case HISTOGRAM ->
                    new HistogramSnapshot(
                            family.metadata(), as(HistogramDataPointSnapshot.class, some));
            case SUMMARY ->
                    new SummarySnapshot(
                            family.metadata(), as(SummaryDataPointSnapshot.class, some));
            case INFO -> new InfoSnapshot(family.metadata(), as(InfoDataPointSnapshot.class, some));
        };
    }

    /// Each family has points of one kind only.
    @SuppressWarnings("unchecked")
    private static <T extends DataPointSnapshot> List<T> as(
            Class<T> kind, List<DataPointSnapshot> some) {
        if (!kind.isInstance(some.getFirst())) {
            throw new IllegalStateException("not of " + kind + ": " + some.getFirst());
        }
        return (List<T>) some;
    }
}
