package io.caretaker.cli.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A log file that is set aside when it is full: `caretaker.log`, then `caretaker.log.1` and so on,
/// the highest number being the oldest. What cannot be written is dropped: logging never stops the
/// work. Thread-safe.
public final class RotatingFile implements AutoCloseable {
    private static final FileAttribute<?> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final Path path;
    private final long mostBytes;
    private final int kept;
    private @Nullable FileChannel channel;
    private long size;

    /// A file that is opened when the first line is written.
    ///
    /// @param mostBytes the size at which a new file is begun
    /// @param kept older files that stay
    public RotatingFile(Path path, long mostBytes, int kept) {
        this.path = path;
        this.mostBytes = mostBytes;
        this.kept = kept;
    }

    public Path path() {
        return path;
    }

    synchronized void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            FileChannel open = channel == null ? open() : channel;
            if (size > 0 && size + bytes.length > mostBytes) {
                open.close();
                shift();
                open = open();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                size += open.write(buffer);
            }
        } catch (IOException _) {
            // A full disk must not end the watch; the console still has the line.
            close();
        }
    }

    private FileChannel open() throws IOException {
        Path directory = path.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        FileChannel opened =
                FileChannel.open(
                        path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OWNERS);
        channel = opened;
        size = opened.size();
        return opened;
    }

    private void shift() throws IOException {
        if (kept == 0) {
            Files.deleteIfExists(path);
            return;
        }
        for (int number = kept - 1; number >= 0; number--) {
            Path from = number == 0 ? path : numbered(number);
            if (Files.exists(from)) {
                Files.move(from, numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    @Override
    public synchronized void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // Nothing is buffered here.
            }
        }
    }
}
