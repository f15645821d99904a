package io.caretaker.core.change;

import java.util.regex.Pattern;

/// The name of one change, also the name of its files.
public record ChangeId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");

    public ChangeId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a change's id has lower-case letters, digits and '-', but is '" + value + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
