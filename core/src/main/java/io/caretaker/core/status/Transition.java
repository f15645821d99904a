package io.caretaker.core.status;

import java.time.Duration;

/// The state after a result, what changed, when to look again, and why.
public record Transition(ServiceState state, Kind kind, Duration nextCheck, String reason) {

    /// What a result changed.
    public enum Kind {
        /// Nothing people need to know.
        NONE,
        /// A first failure, not believed yet.
        SOFT_FAILURE,
        /// The failure is believed now.
        HARD_DOWN,
        /// It is down as before, for a different reason or in a different way.
        STILL_DOWN,
        /// It works again, or works for the first time.
        HARD_UP,
        /// The hard status moved between running and warning.
        DEGRADED_OR_RESTORED,
        /// Nobody could find out for so long that the status is unknown now.
        HARD_UNKNOWN
    }
}
