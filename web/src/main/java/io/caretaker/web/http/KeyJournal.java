package io.caretaker.web.http;

import io.caretaker.server.keep.Durable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The keys of requests on disk, a line for each thing that happened to one:
/// `access/requests.jsonl` in the state directory, for its owner's eyes only. It holds hashes of
/// keys and requests, and answers. Not thread-safe.
final class KeyJournal {
    private final Path file;

    /// @param state the state directory
    KeyJournal(Path state) {
        this.file = state.resolve("access").resolve("requests.jsonl");
    }

    Path file() {
        return file;
    }

    /// All lines, the oldest first. One that a death tore is none.
    List<KeyLine> read() throws IOException {
        try {
            // Whatever a damaged byte becomes, its line is none.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .map(KeyLine::read)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /// Puts these lines in place of all.
    void rewrite(List<KeyLine> lines) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Durable.write(
                file, lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining()));
    }

    /// Adds a line, which outlives the process when this returns.
    ///
    /// @param durably whether it outlives the machine, too
    /// @return the size of the file, in bytes
    long append(KeyLine line, boolean durably) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
        try (var out =
                FileChannel.open(
                        file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
            long before = out.size();
            try {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                if (durably) {
                    out.force(false);
                }
            } catch (IOException e) {
                // Half a line would make the next one unreadable.
                out.truncate(before);
                throw e;
            }
            return out.size();
        }
    }
}
