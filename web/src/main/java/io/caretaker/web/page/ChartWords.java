package io.caretaker.web.page;

import io.caretaker.web.api.Series;
import java.time.Duration;
import java.util.Locale;

/// A chart in a sentence, for people who do not see it. Pure.
final class ChartWords {
    private ChartWords() {}

    /// Of response times in milliseconds.
    static String responses(Series series, String range) {
        if (series.points().isEmpty()) {
            return "No response times are known of this time.";
        }
        double least = series.points().stream().mapToDouble(Series.Point::least).min().orElse(0);
        double most = series.points().stream().mapToDouble(Series.Point::most).max().orElse(0);
        double mean = series.points().stream().mapToDouble(Series.Point::mean).average().orElse(0);
        return String.format(
                Locale.ROOT,
                "Response times of the last %s: %s on average, from %s to %s.",
                range,
                millis(mean),
                millis(least),
                millis(most));
    }

    private static String millis(double value) {
        return Amounts.response(Duration.ofNanos((long) (value * 1e6)));
    }
}
