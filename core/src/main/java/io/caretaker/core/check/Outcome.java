package io.caretaker.core.check;

import org.jspecify.annotations.Nullable;

/// What a check found. The message is one plain sentence without secrets or row data.
public sealed interface Outcome {
    String message();

    /// As it should be.
    record Up(String message) implements Outcome {}

    /// It works, and something needs attention.
    record Warning(String message) implements Outcome {}

    /// It does not work.
    ///
    /// @param details more for the person who looks closer (an exception's text, a command's
    ///   output), or null
    record Down(Fault fault, String message, @Nullable String details) implements Outcome {}

    /// It could not be found out, by a fault of our own: never a reason to act.
    record Unknown(String message, @Nullable String details) implements Outcome {}
}
