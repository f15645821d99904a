package io.caretaker.core.recovery;

import java.time.Duration;

/// How long a service that caretaker has brought back is not healed again by itself
/// (`block_until`).
public sealed interface BlockUntil {
    /// No longer than its cooldown.
    record Cooldown() implements BlockUntil {}

    /// Until a person has seen it.
    record Acknowledged() implements BlockUntil {}

    /// Until this time has passed, or a person has seen it.
    record Elapsed(Duration time) implements BlockUntil {
        public Elapsed {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("recovery.block_until must be more than 0");
            }
        }
    }
}
