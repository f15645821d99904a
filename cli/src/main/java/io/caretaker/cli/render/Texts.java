package io.caretaker.cli.render;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Small pieces of text for people.
public final class Texts {
    private static final String DOTS = "…";

    private Texts() {}

    /// The text in one line of at most so many columns, which a terminal shows and never obeys.
    public static String cut(String text, int most) {
        String line = line(text);
        if (columns(line) <= most) {
            return line;
        }
        int end = Columns.end(line, Math.max(0, most - 1));
        return line.substring(0, end).stripTrailing() + DOTS;
    }

    /// The text in one line, which a terminal shows and never obeys.
    public static String line(String text) {
        return Columns.safe(text.replaceAll("\\s+", " ").strip());
    }

    /// The text as it is, but for what a terminal would obey, in at most so many columns.
    public static String fit(String text, int most) {
        String safe = Columns.safe(text);
        return columns(safe) <= most
                ? safe
                : safe.substring(0, Columns.end(safe, Math.max(0, most - 1))) + DOTS;
    }

    /// How many columns of a terminal the text takes.
    public static int columns(String text) {
        return Columns.of(text);
    }

    /// The text as it is, but for what a terminal would obey, in exactly so many columns: cut, or
    /// filled with spaces.
    public static String fill(String text, int width) {
        String fitting = fit(text, width);
        return fitting + " ".repeat(Math.max(0, width - columns(fitting)));
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
