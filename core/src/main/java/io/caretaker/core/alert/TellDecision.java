package io.caretaker.core.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a channel is told of an alert now.
sealed interface TellDecision {
    /// It is told.
    ///
    /// @param reason why, for people; empty for a first word
    /// @param flapping whether it is told that the alert comes and goes
    record Tell(Said said, String reason, boolean flapping) implements TellDecision {
        static Tell of(Said said, String reason) {
            return new Tell(said, reason, false);
        }
    }

    /// Not now.
    ///
    /// @param until when to look again
    /// @param owed whether the channel must hear of it even when it is over by then
    record Later(Instant until, boolean owed) implements TellDecision {}

    /// It knows all there is to know.
    ///
    /// @param until when to look again; null for whenever something changes
    record Nothing(@Nullable Instant until) implements TellDecision {}
}
