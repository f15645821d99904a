package io.caretaker.mysql;

import io.caretaker.core.health.EngineKind;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The dialect and number of a server, read from its own version text. Immutable.
///
/// Source: MariaDB puts `5.5.5-` before its number in the handshake up to 10.x, and its name behind
/// it (`10.11.19-MariaDB-0+deb12u1`); MySQL has neither (`8.0.33`).
record ServerVersion(boolean mariadb, int major, int minor, int patch, String text) {
    private static final Pattern NUMBER =
            Pattern.compile("^(?:5\\.5\\.5-(?=\\d+\\.))?(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

    static ServerVersion parse(String text) {
        boolean mariadb = text.toLowerCase(Locale.ROOT).contains("mariadb");
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.find()) {
            return new ServerVersion(mariadb, 0, 0, 0, text);
        }
        String patch = matcher.group(3);
        return new ServerVersion(
                mariadb,
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                patch == null ? 0 : Integer.parseInt(patch),
                text);
    }

    boolean atLeast(int wantedMajor, int wantedMinor, int wantedPatch) {
        if (major != wantedMajor) {
            return major > wantedMajor;
        }
        return minor == wantedMinor ? patch >= wantedPatch : minor > wantedMinor;
    }

    EngineKind kind() {
        return mariadb ? EngineKind.MARIADB : EngineKind.MYSQL;
    }

    /// Dialect and version for people: `MariaDB 10.11.19-0+deb12u1`, `MySQL 8.0.33`.
    String label() {
        return mariadb ? "MariaDB " + text.replace("-MariaDB", "") : "MySQL " + text;
    }
}
