package io.caretaker.core.health;

import java.util.Locale;

/// One leg of the way to a database that was tried, as far as it was gone.
///
/// @param ok whether it was passed
/// @param message one plain sentence
/// @param hint what would help; empty when it was passed, or nothing is known
public record ConnectionLeg(Leg leg, boolean ok, String message, String hint) {
    /// The legs, in the order in which they are gone.
    public enum Leg {
        /// Being let into the database's host by SSH.
        SSH,
        /// Connecting to the database's port, from there or from caretaker's machine.
        PORT,
        /// Logging in to the database.
        LOG_IN,
        /// Seeing there what caretaker looks for.
        RIGHTS;

        /// The word as documents have it.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One that was passed.
    public static ConnectionLeg passed(Leg leg, String message) {
        return new ConnectionLeg(leg, true, message, "");
    }

    /// One where it ended.
    public static ConnectionLeg failed(Leg leg, String message, String hint) {
        return new ConnectionLeg(leg, false, message, hint);
    }
}
