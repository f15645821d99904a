package io.caretaker.web.http;

import java.util.Locale;

/// What somebody may do, and what a route demands; each includes those before it.
public enum Access {
    /// Everybody, also without a token.
    OPEN,
    /// Sees everything.
    VIEWER,
    /// Acts: recovers, approves, pauses, sees to alerts, ends sessions.
    OPERATOR,
    /// Changes the inventory, adopts databases.
    ADMIN;

    /// Whether whoever has this may use what demands the other.
    public boolean includes(Access demanded) {
        return compareTo(demanded) >= 0;
    }

    /// As people write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
