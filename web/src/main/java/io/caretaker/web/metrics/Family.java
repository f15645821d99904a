package io.caretaker.web.metrics;

import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything of one name that others may read. Immutable.
///
/// @param name as it is read, such as `caretaker_service_up`; counters end with `_total`
/// @param help what it is, in one line
/// @param labels the names of its labels, in the order of the documentation
/// @param metadata what the library wants to know
public record Family(
        String name, Kind kind, String help, List<String> labels, MetricMetadata metadata) {
    private static final String TOTAL = "_total";
    private static final String INFO = "_info";
    private static final List<Unit> UNITS = List.of(Unit.SECONDS, Unit.BYTES, Unit.RATIO);

    /// How its values are to be read.
    public enum Kind {
        /// Goes up and down.
        GAUGE,
        /// Only grows, from 0 at the start of whatever counts.
        COUNTER,
        /// Durations in buckets.
        HISTOGRAM,
        /// How many and how long together.
        SUMMARY,
        /// Always 1; the labels say it.
        INFO
    }

    public Family {
        labels = List.copyOf(labels);
    }

    static Family gauge(String name, String help, String... labels) {
        return of(name, Kind.GAUGE, help, name, labels);
    }

    static Family counter(String name, String help, String... labels) {
        return of(name, Kind.COUNTER, help, without(TOTAL, name), labels);
    }

    static Family histogram(String name, String help, String... labels) {
        return of(name, Kind.HISTOGRAM, help, name, labels);
    }

    static Family summary(String name, String help, String... labels) {
        return of(name, Kind.SUMMARY, help, name, labels);
    }

    static Family info(String name, String help, String... labels) {
        return of(name, Kind.INFO, help, without(INFO, name), labels);
    }

    private static Family of(String name, Kind kind, String help, String base, String... labels) {
        Unit unit = unit(base);
        var metadata =
                unit == null
                        ? new MetricMetadata(base, help)
                        : new MetricMetadata(base, help, unit);
        return new Family(name, kind, help, List.of(labels), metadata);
    }

    private static String without(String end, String name) {
        if (!name.endsWith(end)) {
            throw new IllegalArgumentException(name + " does not end with " + end);
        }
        return name.substring(0, name.length() - end.length());
    }

    private static @Nullable Unit unit(String base) {
        return UNITS.stream()
                .filter(each -> base.endsWith("_" + each) && !base.endsWith("_per_" + each))
                .findFirst()
                .orElse(null);
    }

    /// The names that a query may use: a histogram has three.
    public List<String> series() {
        return switch (kind) {
            case GAUGE, COUNTER, INFO -> List.of(name);
            case HISTOGRAM -> List.of(name + "_bucket", name + "_sum", name + "_count");
            case SUMMARY -> List.of(name + "_sum", name + "_count");
        };
    }

    /// `seconds`, `bytes`, `ratio`; empty for plain numbers.
    public String unit() {
        Unit unit = metadata.getUnit();
        return unit == null ? "" : unit.toString();
    }
}
