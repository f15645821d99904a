package io.caretaker.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A moment, as people read it: how long ago, and exactly.
///
/// @param iso for programs
/// @param exact in UTC; a script of ours puts the time zone of the browser in its place
/// @param relative such as `5 min ago` or `in 3 h`
public record When(String iso, String exact, String relative) {
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public static When of(Instant at, Instant now) {
        Duration past = Duration.between(at, now);
        String relative =
                past.isNegative()
                        ? "in " + Amounts.duration(past.negated())
                        : past.toSeconds() == 0 ? "now" : Amounts.duration(past) + " ago";
        return new When(at.truncatedTo(ChronoUnit.SECONDS).toString(), EXACT.format(at), relative);
    }

    /// Null for null.
    public static @Nullable When ofNullable(@Nullable Instant at, Instant now) {
        return at == null ? null : of(at, now);
    }
}
