package io.caretaker.web.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.util.Arrays;
import java.util.Locale;

/// The ways to write metrics down.
enum Exposition {
    /// Prometheus' text of version 0.0.4, for whoever does not ask for another.
    PROMETHEUS("text/plain"),
    /// OpenMetrics 1.0.0.
    OPEN_METRICS("application/openmetrics-text");

    private static final ExpositionFormatWriter PROMETHEUS_WRITER =
            PrometheusTextFormatWriter.create();
    private static final ExpositionFormatWriter OPEN_METRICS_WRITER =
            OpenMetricsTextFormatWriter.create();

    private final String mediaType;

    Exposition(String mediaType) {
        this.mediaType = mediaType;
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

    ExpositionFormatWriter writer() {
        return switch (this) {
            case PROMETHEUS -> PROMETHEUS_WRITER;
            case OPEN_METRICS -> OPEN_METRICS_WRITER;
        };
    }
}
