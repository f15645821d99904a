package io.caretaker.hosts.probe;

import io.caretaker.core.check.Metrics;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads performance data: `'label'=value[unit];[warn];[crit];[min];[max]`, separated by spaces; a
/// quote within a quoted label is doubled. What does not fit is left out. Pure.
final class PerformanceData {
    private static final Pattern ITEM =
            Pattern.compile(
                    "\\G\\s*(?:'((?:[^']|'')*+)'|([^\\s='][^\\s=]*+))=(\\S*+)" + "|\\G\\s*\\S++");
    private static final Pattern VALUE =
            Pattern.compile(
                    "([-+]?(?:\\d+(?:[.,]\\d*)?|[.,]\\d+)(?:[eE][-+]?\\d+)?)[^;\\d]*(?:;.*)?");

    private PerformanceData() {}

    static Metrics parse(String text) {
        var metrics = Metrics.builder();
        Matcher item = ITEM.matcher(text);
        while (item.find()) {
            if (item.group(3) != null) {
                put(metrics, item);
            }
        }
        return metrics.build();
    }

    private static void put(Metrics.Builder metrics, Matcher item) {
        String label = item.group(1) != null ? item.group(1).replace("''", "'") : item.group(2);
        Matcher value = VALUE.matcher(item.group(3));
        String name = name(label);
        if (value.matches() && !name.isEmpty()) {
            metrics.put(name, Double.parseDouble(value.group(1).replace(',', '.')));
        }
    }

    /// Lower snake case: `Time To First` and `timeToFirst` become `time_to_first`; `/` is `root`.
    static String name(String label) {
        if (label.equals("/")) {
            return "root";
        }
        return label.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT)
                .replace("%", "percent")
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
    }
}
