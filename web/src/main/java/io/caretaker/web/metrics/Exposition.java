package io.caretaker.web.metrics;

import io.caretaker.server.count.DurationCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;

/// The ways to write metrics down.
///
/// Source: Prometheus, Exposition formats, text format 0.0.4; OpenMetrics 1.0.0, text format.
enum Exposition {
    /// Prometheus' text of version 0.0.4, for whoever does not ask for another.
    PROMETHEUS("text/plain", "; version=0.0.4; charset=utf-8"),
    /// OpenMetrics 1.0.0.
    OPEN_METRICS("application/openmetrics-text", "; version=1.0.0; charset=utf-8");

    private final String mediaType;
    private final String parameters;

    Exposition(String mediaType, String parameters) {
        this.mediaType = mediaType;
        this.parameters = parameters;
    }

    /// The one that a request's header `Accept` likes best.
    static Exposition of(String accept) {
        double open = OPEN_METRICS.liked(accept);
        return open > 0 && open >= PROMETHEUS.liked(accept) ? OPEN_METRICS : PROMETHEUS;
    }

    /// From 0 for not at all to 1.
    private double liked(String accept) {
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .filter(each -> each.split(";", 2)[0].strip().equals(mediaType))
                .mapToDouble(Exposition::weight)
                .max()
                .orElse(0);
    }

    private static double weight(String wish) {
        for (String parameter : wish.split(";", -1)) {
            String stripped = parameter.strip();
            if (stripped.startsWith("q=")) {
                try {
                    return Double.parseDouble(stripped.substring(2));
                } catch (NumberFormatException _) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /// The media type with its version.
    String contentType() {
        return mediaType + parameters;
    }

    /// Writes all of it.
    void write(Samples samples, OutputStream out) throws IOException {
        var lines = new Lines(out);
        samples.forEach(column -> {
            head(column.family(), lines);
            for (int i = 0; i < column.size(); i++) {
                values(column, i, lines);
            }
        });
        if (this == OPEN_METRICS) {
            lines.text("# EOF\n");
        }
        lines.end();
    }

    private void head(Family family, Lines lines) {
        boolean open = this == OPEN_METRICS;
        String name = open ? family.base() : family.name();
        lines.text("# TYPE " + name + " " + type(family) + "\n");
        if (open && !family.unit().isEmpty()) {
            lines.text("# UNIT " + name + " " + family.unit() + "\n");
        }
        String help = family.help().replace("\\", "\\\\").replace("\n", "\\n");
        lines.text("# HELP " + name + " " + (open ? help.replace("\"", "\\\"") : help) + "\n");
    }

    private String type(Family family) {
        return this == PROMETHEUS && family.kind() == Family.Kind.INFO
                ? "gauge"
                : family.kind().name().toLowerCase(Locale.ROOT);
    }

    private static void values(Samples.Column column, int index, Lines lines) {
        Family family = column.family();
        Labels labels = column.labels(index);
        switch (family.kind()) {
            case GAUGE, COUNTER, INFO -> lines.sample(family.name(), labels, column.value(index));
            case HISTOGRAM -> histogram(family, labels, column.durations(index), lines);
            case SUMMARY -> {
                Samples.Sum sum = column.sum(index);
                lines.sample(family.name() + "_count", labels, sum.count());
                lines.sample(family.name() + "_sum", labels, sum.seconds());
            }
        }
    }

    private static void histogram(
            Family family, Labels labels, DurationCounts counts, Lines lines) {
        long below = 0;
        for (int i = 0; i < counts.counts().length; i++) {
            below += counts.counts()[i];
            String end = i < counts.bounds().length ? Double.toString(counts.bounds()[i]) : "+Inf";
            lines.sample(family.name() + "_bucket", labels.add("le", end), below);
        }
        lines.sample(family.name() + "_count", labels, below);
        lines.sample(family.name() + "_sum", labels, counts.seconds());
    }
}
