package io.caretaker.core.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether people may be told of an alert now.
public sealed interface Inhibition {
    /// They may.
    record Free() implements Inhibition {}

    /// They are not.
    ///
    /// @param why the kind of reason
    /// @param reason for people
    /// @param until when to look again at the latest; null for whenever something changes
    record Held(Why why, String reason, @Nullable Instant until) implements Inhibition {}

    /// Kinds of reasons, in the order in which they are looked at.
    enum Why {
        /// The configuration wants nobody to hear of the rule.
        RULE_OFF,
        /// The service wants nobody to hear of it.
        SERVICE_OFF,
        MUTED,
        MAINTENANCE,
        /// Caretaker itself is cut off, or the host is silent: told once for all.
        HOST,
        /// A service that it needs is down: told there.
        DEPENDENCY,
        /// It is not known yet whether the cause lies elsewhere.
        DOUBT,
        /// The service goes up and down, which is told instead.
        FLAPPING,
        /// The service is down, which is told instead.
        DOWN;

        /// Whether channels that never heard of the alert need not hear of it when it ends
        /// meanwhile: somebody wants that, or something else is told in its place.
        boolean excuses() {
            return this != MAINTENANCE && this != DOUBT;
        }
    }
}
