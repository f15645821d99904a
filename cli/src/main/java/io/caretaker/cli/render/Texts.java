package io.caretaker.cli.render;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Small pieces of text for people.
public final class Texts {
    private static final String DOTS = "…";

    private Texts() {}

    /// The text in one line of at most so many columns.
    public static String cut(String text, int most) {
        String line = text.replaceAll("\\s+", " ").strip();
        if (columns(line) <= most) {
            return line;
        }
        int end = line.offsetByCodePoints(0, Math.max(0, most - 1));
        return line.substring(0, end).stripTrailing() + DOTS;
    }

    static int columns(String text) {
        return text.codePointCount(0, text.length());
    }

    /// The two greatest units of a duration: `3 d 4 h`, `12 s`.
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds, 60, "min", 1, "s");
        }
        return seconds < 86_400
                ? two(seconds, 3600, "h", 60, "min")
                : two(seconds, 86_400, "d", 3600, "h");
    }

    private static String two(long seconds, long big, String bigUnit, long small, String unit) {
        long rest = seconds % big / small;
        return seconds / big + " " + bigUnit + (rest == 0 ? "" : " " + rest + " " + unit);
    }

    /// How long ago an instant was; `never` for null.
    public static String ago(@Nullable Instant instant, Instant now) {
        return instant == null ? "never" : duration(Duration.between(instant, now)) + " ago";
    }

    /// `1 service`, `5 services`.
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// A percentage with two decimals; `-` for null.
    public static String percent(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f %%", value);
    }
}
