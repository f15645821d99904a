package io.caretaker.cli.render;

import io.caretaker.core.status.Status;

/// Colours, where the terminal has them.
///
/// @param width columns of the terminal
public record Style(boolean coloured, int width) {
    public static final Style PLAIN = new Style(false, 100);

    public String good(String text) {
        return in("32", text);
    }

    public String bad(String text) {
        return in("31;1", text);
    }

    public String doubtful(String text) {
        return in("33", text);
    }

    public String faint(String text) {
        return in("2", text);
    }

    public String bold(String text) {
        return in("1", text);
    }

    public String reversed(String text) {
        return in("7", text);
    }

    /// Text in the colour of a status.
    public String of(Status status, String text) {
        return switch (status) {
            case RUNNING -> good(text);
            case WARNING, UNKNOWN -> doubtful(text);
            case STOPPED, ERROR -> bad(text);
        };
    }

    private String in(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
