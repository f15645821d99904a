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
}
