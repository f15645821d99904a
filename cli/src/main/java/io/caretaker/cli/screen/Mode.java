package io.caretaker.cli.screen;

/// What keys mean in a live view.
public enum Mode {
    /// They move in the list.
    LIST,
    /// They move in all about one line of it.
    DETAILS,
    /// They write the text that the list is filtered by.
    FILTERING,
    /// They answer a question.
    ASKING,
    /// Any of them goes back.
    HELP
}
