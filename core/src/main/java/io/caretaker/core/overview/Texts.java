package io.caretaker.core.overview;

import io.caretaker.core.alert.PlainTime;
import java.time.Duration;
import java.time.Instant;

/// Plain sentences.
final class Texts {
    private Texts() {}

    /// With a full stop, unless it is empty or ends as a sentence does.
    static String sentence(String text) {
        String plain = text.strip();
        boolean ended =
                plain.isEmpty()
                        || plain.endsWith(".")
                        || plain.endsWith("!")
                        || plain.endsWith("?")
                        || plain.endsWith("…");
        return ended ? plain : plain + ".";
    }

    /// `1 service`, `3 services`.
    static String count(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    static String verb(int count, String one, String many) {
        return count == 1 ? one : many;
    }

    /// `in 4 min 10 s`.
    static String in(Instant then, Instant now) {
        return "in " + PlainTime.duration(Duration.between(now, then));
    }

    /// `4 min 10 s ago`.
    static String ago(Instant then, Instant now) {
        return PlainTime.duration(Duration.between(then, now)) + " ago";
    }
}
