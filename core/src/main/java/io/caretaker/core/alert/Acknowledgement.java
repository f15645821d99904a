package io.caretaker.core.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person's word that they see to an alert: it is not repeated and does not escalate.
///
/// @param alert its id
/// @param until null for as long as the alert fires
public record Acknowledgement(
        String alert, String by, Instant at, @Nullable Instant until, String comment) {
    public boolean holds(Instant now) {
        return until == null || now.isBefore(until);
    }

    /// Whether it holds for the alert as it fires now. Without an end it is over when the alert has
    /// ended, so that it says nothing of one that began again; one that comes and goes is the same
    /// all the while.
    public boolean holds(Alert alert, Instant now) {
        boolean former =
                until == null
                        && alert.beginnings().size() > 1
                        && at.isBefore(AlertLife.beginning(alert))
                        && !AlertLife.flapping(alert, now);
        return holds(now) && !former;
    }
}
