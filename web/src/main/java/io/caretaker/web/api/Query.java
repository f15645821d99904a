package io.caretaker.web.api;

import io.caretaker.core.document.DurationText;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.http.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what a query says. Everything throws [Problem] `INVALID` for what cannot be one.
final class Query {
    private static final long LONGEST_SECONDS = Duration.ofDays(36_500).toSeconds();

    private Query() {}

    /// True or false; false when it is not there.
    static boolean yes(Request request, String name) {
        return request.query(name)
                .map(text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default ->
                                    throw new Problem(
                                            ProblemCode.INVALID,
                                            name + " must be true or false",
                                            "");
                        })
                .orElse(false);
    }

    /// An instant; null when it is not there.
    static @Nullable Instant instant(Request request, String name) {
        String text = request.query(name).orElse(null);
        try {
            // A plus that nobody encoded is a space.
            return text == null ? null : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException _) {
            throw new Problem(
                    ProblemCode.INVALID, name + " must be a date such as 2026-01-31T10:30:00Z", "");
        }
    }

    /// Seconds, or a time such as `2h`; null when it is not there.
    static @Nullable Duration duration(Request request, String name) {
        String text = request.query(name).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return text.matches("[0-9]{1,10}")
                    ? seconds(Long.parseLong(text))
                    : DurationText.parse(text);
        } catch (IllegalArgumentException _) {
            throw new Problem(
                    ProblemCode.INVALID,
                    name + " must be seconds, or a time such as 90s or 2h",
                    "");
        }
    }

    private static Duration seconds(long number) {
        if (number > LONGEST_SECONDS) {
            throw new IllegalArgumentException("longer than a hundred years");
        }
        return Duration.ofSeconds(number);
    }

    /// One of the words of a type; null when it is not there.
    static <E extends Enum<E>> @Nullable E word(Request request, String name, E[] all) {
        String text = request.query(name).orElse(null);
        if (text == null) {
            return null;
        }
        List<String> known =
                Arrays.stream(all).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
        return Arrays.stream(all)
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.INVALID,
                                name + " must be one of " + String.join(", ", known),
                                NearestWord.to(text, known)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse("")));
    }
}
