package io.caretaker.core.inventory;

import java.util.regex.Pattern;

/// The one rule for identifiers: they end up in file names, command lines and URLs, so they stay
/// plain.
final class Ids {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}");

    private Ids() {}

    static void require(String value, String field) {
        if (!PLAIN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field
                            + " must be 1 to 128 letters, digits, '_', '-', '.', ':' or '@', starting with a letter or"
                            + " digit, but is '"
                            + value
                            + "'");
        }
    }
}
