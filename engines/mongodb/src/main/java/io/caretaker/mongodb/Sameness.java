package io.caretaker.mongodb;

import java.time.Duration;
import java.time.Instant;

/// Whether two computed beginnings are one. The server tells a time of day and, read a moment
/// later, how long something runs; the difference of the two wavers.
final class Sameness {
    private static final Duration WAVER = Duration.ofSeconds(1);

    private Sameness() {}

    static boolean same(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(WAVER) <= 0;
    }

    /// Whether something that began then may be what was seen since.
    static boolean notAfter(Instant began, Instant since) {
        return !began.isAfter(since.plus(WAVER));
    }
}
