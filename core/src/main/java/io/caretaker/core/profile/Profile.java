package io.caretaker.core.profile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the profiler of one database records now.
///
/// @param slowMillis from how long on an operation is slow; null where the server does not tell
/// @param sampleRate which share of the slow ones is recorded, 0 to 1; null where the server does
///   not tell
/// @param filter what chooses operations in the place of the two, in the engine's own words; null
///   where nothing does
public record Profile(
        String database,
        ProfileLevel level,
        @Nullable Long slowMillis,
        @Nullable Double sampleRate,
        @Nullable String filter) {

    /// Whether it is as wanted.
    public boolean satisfies(ProfileOrder order) {
        return level == order.level()
                && (order.slowMillis() == null || order.slowMillis().equals(slowMillis))
                && (order.sampleRate() == null || order.sampleRate().equals(sampleRate));
    }

    /// What brings an order back to this.
    public ProfileOrder order() {
        return new ProfileOrder(level, slowMillis, sampleRate);
    }

    /// `slow operations only, slow from 100 ms on`.
    public String words() {
        var words = new ArrayList<>(List.of(level.words()));
        if (slowMillis != null) {
            words.add("slow from " + slowMillis + " ms on");
        }
        if (sampleRate != null && sampleRate < 1) {
            words.add("a share of " + sampleRate + " of them");
        }
        if (filter != null) {
            words.add("chosen by a filter instead: " + filter);
        }
        return String.join(", ", words);
    }
}
