package io.caretaker.core.alert;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One thing that a part of caretaker says of a problem: it is there, it is over, or something
/// happened. Holds no secret and no row of anyone's data.
///
/// @param severity as the service has it; the environment and the configuration may change it
/// @param title one plain sentence
/// @param text what is behind it, may be empty
public record Notice(
        Instant at, Kind kind, AlertKey key, Severity severity, String title, String text) {

    /// What is said of the problem.
    public enum Kind {
        /// It is there. Saying so again changes nothing but its words and severity.
        RAISED,
        /// It is over. Saying so of one that is not open changes nothing.
        CLEARED,
        /// Something happened, and is over with that.
        NOTED
    }

    public Notice {
        if (kind == Kind.NOTED && key.rule().condition()) {
            throw new IllegalArgumentException(key.rule() + " lasts, it is raised and cleared");
        }
        if (kind != Kind.NOTED && !key.rule().condition()) {
            throw new IllegalArgumentException(key.rule() + " is an event, it is noted");
        }
    }

    public static Notice raised(
            Instant at, AlertKey key, Severity severity, String title, String text) {
        return new Notice(at, Kind.RAISED, key, severity, title, text);
    }

    public static Notice cleared(Instant at, AlertKey key, String title, String text) {
        return new Notice(at, Kind.CLEARED, key, Severity.LOW, title, text);
    }

    public static Notice noted(
            Instant at, AlertKey key, Severity severity, String title, String text) {
        return new Notice(at, Kind.NOTED, key, severity, title, text);
    }

    /// The service it is about; null when it is about something else.
    public @Nullable ServiceId service() {
        return key.subject().service().orElse(null);
    }
}
