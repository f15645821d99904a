package io.caretaker.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The days that are written to: around midnight two, else one. Not thread-safe: the lock of the
/// history guards it.
final class DayWriters implements AutoCloseable {
    private static final int OPEN = 2;

    private final Map<Path, Open> open = new LinkedHashMap<>(4, 0.75f, true);

    /// @param identity tells the file from another one that took its name
    private record Open(DayWriter writer, @Nullable Object identity) {}

    DayWriter of(Path path) {
        Open known = open.get(path);
        if (known != null && known.identity != null && known.identity.equals(identity(path))) {
            return known.writer;
        }
        // Another process has removed the day meanwhile.
        forget(path);
        while (open.size() >= OPEN) {
            forget(open.keySet().iterator().next());
        }
        DayWriter writer = DayWriter.open(path);
        open.put(path, new Open(writer, identity(path)));
        return writer;
    }

    void forget(Path path) {
        Open known = open.remove(path);
        if (known != null) {
            try {
                known.writer.close();
            } catch (SQLException e) {
                throw SqliteProblems.of(path, e);
            }
        }
    }

    private static @Nullable Object identity(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException _) {
            return null;
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            forget(Objects.requireNonNull(open.keySet().iterator().next()));
        }
    }
}
