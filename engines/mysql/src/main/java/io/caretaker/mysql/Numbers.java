package io.caretaker.mysql;

import org.jspecify.annotations.Nullable;

/// Numbers as the server writes them.
final class Numbers {
    private Numbers() {}

    /// Not a number for what is none.
    static double of(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
