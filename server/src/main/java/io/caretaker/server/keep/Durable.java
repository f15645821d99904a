package io.caretaker.server.keep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// Files that are there as a whole or not at all, also after a power cut.
public final class Durable {
    private Durable() {}

    /// Puts a file in place of what has that name; for its owner's eyes only.
    public static void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        try (var out =
                FileChannel.open(
                        temporary,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        rename(temporary, file);
    }

    /// Gives a file that is on disk its name.
    public static void rename(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        sync(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    /// Brings a file, or the names in a directory, to disk.
    public static void sync(Path path) throws IOException {
        try (var open = FileChannel.open(path, StandardOpenOption.READ)) {
            open.force(true);
        }
    }
}
