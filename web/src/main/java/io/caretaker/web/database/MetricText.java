package io.caretaker.web.database;

import io.caretaker.web.page.Amounts;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Metrics and their values as people read them; the end of a name is its unit. Pure.
public final class MetricText {
    private static final List<String> UNITS =
            List.of("_bytes", "_percent", "_ms", "_s", "_seconds", "_days_left");
    private static final double LARGE = 1e15;

    private MetricText() {}

    /// `cache_hit_ratio` as `Cache hit ratio`, `longest_query_s` as `Longest query`.
    public static String label(String name) {
        String plain = name;
        for (String unit : UNITS) {
            if (plain.endsWith(unit) && !unit.equals("_days_left") && !unit.equals("_percent")) {
                plain = plain.substring(0, plain.length() - unit.length());
                break;
            }
        }
        return sentence(plain.replace('_', ' ').replace(" percent", " %"));
    }

    /// With a capital at its beginning.
    static String sentence(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /// `3.2 GiB`, `99.2 %`, `12 min`, `1,204`.
    public static String value(String name, double value) {
        if (name.endsWith("_bytes_per_second")) {
            return Amounts.bytes(value) + "/s";
        }
        if (name.endsWith("_bytes") || name.endsWith("_bytes_per_day")) {
            return Amounts.bytes(value);
        }
        if (name.endsWith("_percent") || name.endsWith("_ratio") || name.endsWith("_usage")) {
            return number(value) + " %";
        }
        if (name.endsWith("_per_second")) {
            return number(value) + " /s";
        }
        if (name.endsWith("_ms")) {
            return number(value) + " ms";
        }
        if (name.endsWith("_days_left")) {
            return number(value) + " d";
        }
        boolean seconds =
                name.endsWith("_s") || name.endsWith("_seconds") || name.endsWith("_in_s");
        return seconds ? seconds(value) : number(value);
    }

    private static String seconds(double value) {
        return value < 60
                ? number(value) + " s"
                : Amounts.duration(Duration.ofSeconds((long) Math.min(value, LARGE)));
    }

    /// At most two digits behind the point, none behind large numbers.
    public static String number(double value) {
        boolean coarse = Math.abs(value) >= 100;
        return new DecimalFormat(
                        coarse ? "#,##0" : "#,##0.##",
                        DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(value);
    }
}
