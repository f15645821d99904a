package io.caretaker.cli.screen;

import io.caretaker.cli.render.Style;
import io.caretaker.cli.render.Texts;

/// One line, put together from the left, that never gets wider than the terminal. Not thread-safe.
public final class Line {
    private final StringBuilder text = new StringBuilder();
    private final Style style;
    private int left;

    public Line(Style style, int columns) {
        this.style = style;
        this.left = columns;
    }

    /// One look from end to end.
    public static String of(Style style, int columns, Look look, String text) {
        return new Line(style, columns).add(look, text).toString();
    }

    /// Appends what still fits, with what a terminal would obey made harmless.
    public Line add(Look look, String more) {
        if (left > 0 && !more.isEmpty()) {
            String fitting = Texts.fit(more, left);
            left -= Texts.columns(fitting);
            text.append(look.in(style, fitting));
        }
        return this;
    }

    /// Appends exactly so many columns, cut or filled with spaces, as far as they fit.
    public Line fill(Look look, String more, int width) {
        return add(look, Texts.fill(more, Math.min(width, left)));
    }

    /// How many columns are left.
    public int left() {
        return left;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
