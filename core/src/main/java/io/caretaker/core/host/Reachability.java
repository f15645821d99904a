package io.caretaker.core.host;

/// Whether a host answers.
public sealed interface Reachability {
    /// It does: its SSH service spoke, or it refused the connection, which takes a live system too.
    record Answers() implements Reachability {}

    /// Nothing came back.
    record Silent(String reason) implements Reachability {}

    /// It could not be asked, by a fault of our own (no route, no such name).
    record NotAsked(String reason) implements Reachability {}
}
