package io.caretaker.cli.commands;

import io.caretaker.cli.render.Style;
import io.caretaker.cli.render.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that was examined.
///
/// @param hint what to do about it; empty when all is well
record Finding(Grade grade, String what, String found, String hint) {
    /// How it is.
    enum Grade {
        GOOD,
        DOUBTFUL,
        BAD
    }

    static Finding good(String what, String found) {
        return new Finding(Grade.GOOD, what, found, "");
    }

    static Finding doubtful(String what, String found, String hint) {
        return new Finding(Grade.DOUBTFUL, what, found, hint);
    }

    static Finding bad(String what, String found, String hint) {
        return new Finding(Grade.BAD, what, found, hint);
    }

    String line(Style style) {
        String mark =
                switch (grade) {
                    case GOOD -> style.good("✓");
                    case DOUBTFUL -> style.doubtful("!");
                    case BAD -> style.bad("✗");
                };
        return mark + " " + what + ": " + found + (hint.isEmpty() ? "" : "\n    hint: " + hint);
    }

    Map<String, @Nullable Object> document() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("grade", Texts.word(grade));
        document.put("what", what);
        document.put("found", found);
        document.put("hint", hint);
        return document;
    }
}
