package io.caretaker.channels.http;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How long a receiver asks to be left alone: 1 second to 1 hour, so that one that asks for a year
/// by mistake is tried before. Pure.
///
/// Source: RFC 9110, 10.2.3.
final class RetryAfter {
    static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /// The pause that a header asks for.
    ///
    /// @param value seconds or an HTTP date; null when there was none
    /// @param now by the receiver's clock, if it told
    /// @return null when it is neither
    static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip();
        if (text.chars().allMatch(each -> each >= '0' && each <= '9')) {
            return text.length() > MOST_DIGITS
                    ? LONGEST
                    : bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        Instant until = date(text);
        return until == null ? null : bounded(Duration.between(now, until));
    }

    /// An HTTP date; null when it is none.
    static @Nullable Instant date(String text) {
        try {
            return Instant.from(
                    DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).parse(text));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Duration bounded(Duration pause) {
        if (pause.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
