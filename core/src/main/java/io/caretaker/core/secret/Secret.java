package io.caretaker.core.secret;

import java.util.Arrays;
import java.util.Objects;

/// A value that prints as `***`. Equality compares the value in constant time for equal lengths.
public final class Secret {
    private final char[] value;

    private Secret(char[] value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(Objects.requireNonNull(value).toCharArray());
    }

    /// The value in the clear. Call it at the last moment, and never for a log or a message.
    public String reveal() {
        return new String(value);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Secret that) || that.value.length != value.length) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < value.length; i++) {
            difference |= value[i] ^ that.value[i];
        }
        return difference == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
