package io.caretaker.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the program finds around it when it starts.
///
/// @param root whether it runs as the superuser
/// @param systemDirectory where system-wide configuration is (`/etc`)
public record Surroundings(
        Map<String, String> environment,
        Path workingDirectory,
        Path home,
        boolean root,
        String hostName,
        Path systemDirectory) {

    /// Those of this process.
    public static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home", "/")),
                System.getProperty("user.name", "").equals("root"),
                thisHost(),
                Path.of("/etc"));
    }

    private static String thisHost() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException _) {
            return "localhost";
        }
    }

    /// A variable that is set and not blank, else null.
    @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /// The directory of the XDG specification, or its default below the home directory.
    Path xdg(String variable, String belowHome) {
        String value = variable(variable);
        return value != null && value.startsWith("/") ? Path.of(value) : home.resolve(belowHome);
    }
}
