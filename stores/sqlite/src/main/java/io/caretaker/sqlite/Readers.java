package io.caretaker.sqlite;

import io.caretaker.sqlite.SqliteFile.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Connections for reading, a few of which stay open between uses. Thread-safe.
final class Readers implements AutoCloseable {
    private static final int IDLE = 8;

    private final Deque<Reader> idle = new ArrayDeque<>();
    private boolean closed;

    /// @param identity tells a file from another one that took its name
    private record Reader(SqliteFile file, @Nullable Object identity) {}

    /// Works on the file under one snapshot; empty when there is no such file, or nothing in it
    /// yet.
    <T> Optional<T> read(Path path, Schema schema, Work<T> work) {
        try {
            Object identity = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            Reader reader = taken(path, identity);
            if (reader == null) {
                reader = new Reader(SqliteFile.forReading(path), identity);
                if (!understood(reader.file, schema)) {
                    return Optional.empty();
                }
            }
            return Optional.of(used(reader, work));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw SqliteProblems.unwritable(path, e);
        } catch (SQLException e) {
            if (Files.notExists(path)) {
                return Optional.empty();
            }
            throw SqliteProblems.of(path, e);
        }
    }

    private <T> T used(Reader reader, Work<T> work) throws SQLException {
        boolean sound = false;
        try {
            T result = reader.file.snapshot(work);
            sound = true;
            return result;
        } finally {
            if (!sound || !kept(reader)) {
                reader.file.close();
            }
        }
    }

    private static boolean understood(SqliteFile file, Schema schema) throws SQLException {
        boolean readable = false;
        try {
            readable = schema.readable(file);
            return readable;
        } finally {
            if (!readable) {
                file.close();
            }
        }
    }

    private synchronized @Nullable Reader taken(Path path, @Nullable Object identity) {
        Iterator<Reader> all = idle.iterator();
        while (all.hasNext()) {
            Reader each = all.next();
            if (each.file.path().equals(path) && Objects.equals(each.identity, identity)) {
                all.remove();
                return each;
            }
        }
        return null;
    }

    private boolean kept(Reader reader) throws SQLException {
        Reader oldest;
        synchronized (this) {
            if (closed) {
                return false;
            }
            idle.addFirst(reader);
            oldest = idle.size() > IDLE ? idle.removeLast() : null;
        }
        if (oldest != null) {
            oldest.file.close();
        }
        return true;
    }

    /// Closes what is open and not in use, so that files can be removed.
    synchronized void forget(Path path) throws SQLException {
        Iterator<Reader> all = idle.iterator();
        while (all.hasNext()) {
            Reader each = all.next();
            if (each.file.path().equals(path)) {
                all.remove();
                each.file.close();
            }
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        closed = true;
        for (Reader each : idle) {
            each.file.close();
        }
        idle.clear();
    }
}
