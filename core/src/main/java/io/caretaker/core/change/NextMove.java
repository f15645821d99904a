package io.caretaker.core.change;

/// What is to be done next with a change, and why.
public sealed interface NextMove {
    String reason();

    /// Look whether the step is done already, and do it when it is not.
    record Advance(ChangeStep step, String reason) implements NextMove {}

    /// Put back what was before the step, as far as it is not so.
    record Retreat(ChangeStep step, String reason) implements NextMove {}

    /// Undo from now on.
    record TurnBack(String reason) implements NextMove {}

    /// Write down that it is over.
    record Finish(ChangeStatus status, String reason) implements NextMove {}

    /// Stop here, with work left; a later run goes on.
    record Stop(String reason) implements NextMove {}

    /// There is nothing to do.
    record Rest(String reason) implements NextMove {}
}
