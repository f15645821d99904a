package io.caretaker.core.session;

/// How a session is made to stop what it does.
public enum EndMethod {
    /// Ends its query; the session stays.
    CANCEL,
    /// Ends the session; its transaction is rolled back.
    TERMINATE
}
