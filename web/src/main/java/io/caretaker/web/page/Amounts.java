package io.caretaker.web.page;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Amounts with their units, as people read them. Pure.
public final class Amounts {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final double KIBI = 1024;

    private Amounts() {}

    /// The largest unit: `45 s`, `12 min`, `3 h`, `2 d`.
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /// `0.4 ms`, `12 ms`, `1.3 s`.
    public static String response(Duration took) {
        double millis = took.toNanos() / 1e6;
        if (millis >= 1000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000);
        }
        if (millis < 0.1) {
            return "< 0.1 ms";
        }
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    /// `99.97 %`; a dash for what is not known.
    public static String percent(@Nullable Double value) {
        if (value == null) {
            return "–";
        }
        return value == 100 ? "100 %" : String.format(Locale.ROOT, "%.2f %%", value);
    }

    /// `1 check`, `50 checks`.
    public static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /// `3.2 GiB`.
    public static String bytes(double bytes) {
        double left = bytes;
        int unit = 0;
        while (left >= KIBI && unit < BINARY.length - 1) {
            left /= KIBI;
            unit++;
        }
        return String.format(
                Locale.ROOT, unit == 0 || left >= 100 ? "%.0f %s" : "%.1f %s", left, BINARY[unit]);
    }
}
