package io.caretaker.core.alert;

/// Where an alert stands. That it is acknowledged or muted is what people say of it, kept apart.
public enum AlertState {
    /// The problem is there.
    FIRING,
    /// The problem is over, or the event happened.
    RESOLVED,
    /// What it was about is gone: nobody knows any more.
    EXPIRED
}
