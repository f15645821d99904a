package io.caretaker.cli.config;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an unquoted word of YAML means: null, true, false, a number, or else text. Numbers with
/// leading zeros, octal or hexadecimal numbers are text, so that `0644` stays what was written.
final class PlainScalar {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?");

    private PlainScalar() {}

    static @Nullable Object of(String text) {
        if (NULLS.contains(text)) {
            return null;
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return TRUE.contains(text);
        }
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : text;
    }
}
