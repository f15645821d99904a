package io.caretaker.server.desk;

/// Text from elsewhere within what people are told.
final class OneLine {
    private OneLine() {}

    /// The text in one line, without anything that a terminal obeys.
    static String of(String text) {
        return text.replaceAll("[\\p{C}\\s]+", " ").strip();
    }
}
