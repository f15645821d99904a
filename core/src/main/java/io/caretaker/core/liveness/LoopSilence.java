package io.caretaker.core.liveness;

import java.time.Duration;

/// How long a loop of the daemon has not come round.
///
/// @param loop its name, that of its thread
/// @param silent since it last came round
/// @param limit the longest that this is no sign of trouble
public record LoopSilence(String loop, Duration silent, Duration limit) {
    public LoopSilence {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("the limit of " + loop + " must be positive");
        }
    }

    boolean late() {
        return silent.compareTo(limit) > 0;
    }

    /// For people.
    public String text() {
        return loop
                + " has not come round for "
                + silent.toSeconds()
                + " s (limit "
                + limit.toSeconds()
                + " s)";
    }
}
