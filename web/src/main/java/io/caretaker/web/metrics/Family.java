package io.caretaker.web.metrics;

import java.util.List;

/// Everything of one name that others may read. Immutable.
///
/// @param name as it is read, such as `caretaker_service_up`; counters end with `_total`
/// @param help what it is, in one line
/// @param labels the names of its labels, in the order of the documentation
public record Family(String name, Kind kind, String help, List<String> labels) {
    private static final List<String> UNITS = List.of("seconds", "bytes", "ratio");

    /// How its values are to be read.
    public enum Kind {
        /// Goes up and down.
        GAUGE(""),
        /// Only grows, from 0 at the start of whatever counts.
        COUNTER("_total"),
        /// Durations in buckets.
        HISTOGRAM(""),
        /// How many and how long together.
        SUMMARY(""),
        /// Always 1; the labels say it.
        INFO("_info");

        private final String end;

        Kind(String end) {
            this.end = end;
        }
    }

    public Family {
        labels = List.copyOf(labels);
        if (!name.endsWith(kind.end)) {
            throw new IllegalArgumentException(name + " does not end with " + kind.end);
        }
    }

    static Family gauge(String name, String help, String... labels) {
        return new Family(name, Kind.GAUGE, help, List.of(labels));
    }

    static Family counter(String name, String help, String... labels) {
        return new Family(name, Kind.COUNTER, help, List.of(labels));
    }

    static Family histogram(String name, String help, String... labels) {
        return new Family(name, Kind.HISTOGRAM, help, List.of(labels));
    }

    static Family summary(String name, String help, String... labels) {
        return new Family(name, Kind.SUMMARY, help, List.of(labels));
    }

    static Family info(String name, String help, String... labels) {
        return new Family(name, Kind.INFO, help, List.of(labels));
    }

    /// The name as OpenMetrics has it: without what the kind adds.
    String base() {
        return name.substring(0, name.length() - kind.end.length());
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
        String base = base();
        return UNITS.stream().filter(each -> base.endsWith("_" + each)).findFirst().orElse("");
    }
}
