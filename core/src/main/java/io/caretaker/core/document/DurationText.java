package io.caretaker.core.document;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people type them: `90s`, `30m`, `1h30m`, `2d`, `500ms`.
public final class DurationText {
    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,9}(?:ms|[smhd]))+");
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|[smhd])");

    private DurationText() {}

    /// Whether the text is written like one.
    public static boolean looksLikeOne(String text) {
        return WHOLE.matcher(text).matches();
    }

    /// Reads one, which is above zero.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time; write it like 90s, 30m, 1h30m or 2d");
        }
        Duration sum = Duration.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            sum = sum.plus(part(Long.parseLong(parts.group(1)), parts.group(2)));
        }
        if (sum.isZero()) {
            throw new IllegalArgumentException("a time must be above 0");
        }
        return sum;
    }

    private static Duration part(long number, String unit) {
        return switch (unit) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            case "ms" -> Duration.ofMillis(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
