package io.caretaker.web.database;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A number over time as a line of SVG, the newest value on the right. Pure.
///
/// @param line in the language of SVG, within [#WIDTH] by [#HEIGHT]; empty with fewer than two
///   values
/// @param least the least value, in words
/// @param most the greatest
public record Sparkline(String line, String least, String most) {
    public static final int WIDTH = 240;
    public static final int HEIGHT = 40;
    private static final double MARGIN = 2;
    private static final Sparkline NONE = new Sparkline("", "", "");

    /// The line of a metric.
    ///
    /// @param values the oldest first; null where there was none, which breaks the line
    static Sparkline of(String metric, List<@Nullable Double> values) {
        List<Double> known = values.stream().filter(Objects::nonNull).map(each -> each).toList();
        if (known.size() < 2) {
            return NONE;
        }
        double least = known.stream().mapToDouble(each -> each).min().orElse(0);
        double most = known.stream().mapToDouble(each -> each).max().orElse(0);
        var line = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < values.size(); i++) {
            Double value = values.get(i);
            if (value != null) {
                line.append(pen ? 'L' : 'M')
                        .append(plain(i * (double) WIDTH / (values.size() - 1)))
                        .append(' ')
                        .append(plain(height(value, least, most)));
            }
            pen = value != null;
        }
        return new Sparkline(
                line.toString(), MetricText.value(metric, least), MetricText.value(metric, most));
    }

    private static double height(double value, double least, double most) {
        double share = most == least ? 0.5 : (value - least) / (most - least);
        return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    public boolean drawn() {
        return !line.isEmpty();
    }

    /// For people who do not see it.
    public String words() {
        return "between " + least + " and " + most;
    }
}
