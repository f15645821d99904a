package io.caretaker.cli.screen;

import io.caretaker.cli.render.Style;

/// How a piece of text looks, where the terminal has colours.
public enum Look {
    PLAIN,
    BOLD,
    FAINT,
    GOOD,
    BAD,
    DOUBTFUL,
    SELECTED;

    public String in(Style style, String text) {
        return switch (this) {
            case PLAIN -> text;
            case BOLD -> style.bold(text);
            case FAINT -> style.faint(text);
            case GOOD -> style.good(text);
            case BAD -> style.bad(text);
            case DOUBTFUL -> style.doubtful(text);
            case SELECTED -> style.reversed(text);
        };
    }
}
