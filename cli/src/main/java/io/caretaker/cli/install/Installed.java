package io.caretaker.cli.install;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is installed on this machine.
///
/// @param unit the unit's name without `.service`; null when there is none (cron lines, or nothing)
/// @param there whether anything is installed
/// @param hidden whether only others may see what is installed
public record Installed(
        boolean there,
        boolean hidden,
        @Nullable String unit,
        @Nullable String user,
        @Nullable Path state,
        @Nullable Path config) {

    /// As it was written down by `install`; readable by root and by caretaker's user.
    public static Installed look() {
        return look(Installation.MANIFEST);
    }

    static Installed look(Path file) {
        if (!file.toFile().canRead()) {
            return new Installed(false, hidden(file), null, null, null, null);
        }
        Manifest manifest = Manifest.read(file);
        return new Installed(
                manifest.exists(),
                false,
                manifest.choice("unit"),
                manifest.choice("user"),
                path(manifest.choice("state")),
                path(manifest.choice("config")));
    }

    private static boolean hidden(Path file) {
        Path directory = SystemFiles.parent(file);
        return Files.isDirectory(directory) && !Files.isExecutable(directory);
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }
}
