package io.caretaker.cli;

import java.util.Objects;

/// Which caretaker this is.
public final class Version {
    private Version() {}

    public static String number() {
        return Objects.requireNonNullElse(
                Version.class.getPackage().getImplementationVersion(), "development");
    }

    public static String line() {
        return "caretaker " + number() + " (Java " + Runtime.version() + ")";
    }
}
