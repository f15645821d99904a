package io.caretaker.web.alert;

import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Times that forms offer.
final class Times {
    private static final Map<String, Duration> TIMES =
            Map.of(
                    "1h", Duration.ofHours(1),
                    "4h", Duration.ofHours(4),
                    "1d", Duration.ofDays(1),
                    "7d", Duration.ofDays(7));

    private Times() {}

    /// Until when; null for no end.
    static @Nullable Instant until(Request request, InstantSource clock) {
        String word = request.form("time").orElse("open");
        if (word.equals("open")) {
            return null;
        }
        Duration time = TIMES.get(word);
        if (time == null) {
            throw new Refusal(400, "the time must be 1h, 4h, 1d, 7d or open", "");
        }
        return clock.instant().plus(time);
    }
}
