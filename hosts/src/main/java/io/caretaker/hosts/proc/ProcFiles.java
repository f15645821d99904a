package io.caretaker.hosts.proc;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the small files of /proc, which have no size and may vanish at any moment: null then.
final class ProcFiles {
    private ProcFiles() {}

    static @Nullable String read(String path) {
        try (var in = new FileInputStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return null;
        }
    }

    static @Nullable String link(String path) {
        try {
            return Files.readSymbolicLink(Path.of(path)).toString();
        } catch (IOException | RuntimeException _) {
            // RuntimeException: a name that is no text in this platform's encoding.
            return null;
        }
    }
}
