package io.caretaker.web.metrics;

import io.caretaker.server.count.DurationCounts;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one reading gives. Not thread-safe.
final class Samples {
    private final Map<String, Column> columns = new HashMap<>();

    /// All values of one family, without an object for each.
    static final class Column {
        private static final int FEW = 4;

        private final Family family;
        private Labels[] labels = new Labels[FEW];
        private double[] values = new double[FEW];
        private Object[] counts = new Object[0];
        private int size;

        private Column(Family family) {
            this.family = family;
        }

        private void add(Labels of, double value) {
            if (size == values.length) {
                labels = Arrays.copyOf(labels, 4 * size);
                values = Arrays.copyOf(values, 4 * size);
            }
            labels[size] = of;
            values[size++] = value;
        }

        private void add(Labels of, Object counted) {
            add(of, 0);
            counts = Arrays.copyOf(counts, size);
            counts[size - 1] = counted;
        }

        Family family() {
            return family;
        }

        int size() {
            return size;
        }

        Labels labels(int index) {
            return labels[index];
        }

        double value(int index) {
            return values[index];
        }

        DurationCounts durations(int index) {
            return (DurationCounts) counts[index];
        }

        Sum sum(int index) {
            return (Sum) counts[index];
        }
    }

    /// How many there were, and how long they took together.
    record Sum(long count, double seconds) {}

    /// Adds the value of a gauge or a counter; one that is no number is left out.
    void add(Family family, Labels labels, double value) {
        switch (family.kind()) {
            case GAUGE, INFO -> put(family, labels, value);
            case COUNTER -> put(family, labels, Math.max(0, value));
            case HISTOGRAM, SUMMARY ->
                    throw new IllegalArgumentException(family.name() + " is no single number");
        }
    }

    private void put(Family family, Labels labels, double value) {
        if (!Double.isNaN(value)) {
            of(family).add(labels, value);
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
        of(family).add(labels, counts);
    }

    /// Adds how many there were and how long they took together.
    void add(Family family, Labels labels, long count, double seconds) {
        of(family).add(labels, new Sum(count, seconds));
    }

    private Column of(Family family) {
        return columns.computeIfAbsent(family.name(), _ -> new Column(family));
    }

    /// All of it, sorted by name.
    void forEach(Consumer<Column> action) {
        columns.values().stream()
                .sorted(Comparator.comparing(column -> column.family.name()))
                .forEach(action);
    }
}
