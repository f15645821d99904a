package io.caretaker.core.alert;

/// What a channel was last told of an alert, in the order it may be said.
public enum Said {
    /// That it happened; nothing else follows.
    EVENT,
    /// That the problem is there.
    FIRING,
    /// That somebody sees to it.
    ACKNOWLEDGED,
    /// That it is over.
    RESOLVED
}
