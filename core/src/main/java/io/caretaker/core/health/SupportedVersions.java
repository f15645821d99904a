package io.caretaker.core.health;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether caretaker is made for a server's version. Pure.
public final class SupportedVersions {
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,4})(?:\\.([0-9]{1,4}))?");

    private SupportedVersions() {}

    /// How a version stands to those caretaker is made for.
    public enum Standing {
        SUPPORTED,
        TOO_OLD,
        /// It may work, and nobody has tried.
        NEWER,
        UNREADABLE
    }

    /// Of a version as the server says it, which begins with its number.
    public static Standing of(EngineKind kind, String version) {
        Matcher number = NUMBER.matcher(version);
        if (!number.lookingAt()) {
            return Standing.UNREADABLE;
        }
        int minor = number.group(2) == null ? 0 : Integer.parseInt(number.group(2));
        int given = number(Integer.parseInt(number.group(1)), minor);
        if (given < oldest(kind)) {
            return Standing.TOO_OLD;
        }
        return given > newest(kind) ? Standing.NEWER : Standing.SUPPORTED;
    }

    private static int oldest(EngineKind kind) {
        return switch (kind) {
            case POSTGRESQL -> number(12, 0);
            case MYSQL -> number(8, 0);
            case MARIADB -> number(10, 6);
            case MONGODB -> number(4, 2);
        };
    }

    private static int newest(EngineKind kind) {
        return switch (kind) {
            case POSTGRESQL -> number(18, 9999);
            case MYSQL -> number(9, 9999);
            case MARIADB -> number(11, 8);
            case MONGODB -> number(8, 0);
        };
    }

    private static int number(int major, int minor) {
        return major * 10_000 + minor;
    }
}
