package io.caretaker.sqlite;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.sqlite.SqliteFile.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One file of the store: one connection that writes, several that read. Opened when it is first
/// needed. Thread-safe, also for virtual threads.
final class Database implements AutoCloseable {
    private final Path path;
    private final Schema schema;
    private final boolean readOnly;
    private final Readers readers;
    private final PlatformThreads threads;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable SqliteFile writer;
    private @Nullable Object identity;
    private boolean closed;

    Database(Path path, Schema schema, boolean readOnly, Readers readers, PlatformThreads threads) {
        this.path = path;
        this.schema = schema;
        this.readOnly = readOnly;
        this.readers = readers;
        this.threads = threads;
    }

    Path path() {
        return path;
    }

    /// Works on one snapshot.
    <T> T read(Work<T> work) {
        return readIfThere(work).orElseThrow(this::missing);
    }

    /// Empty when the file was not created yet.
    <T> Optional<T> readIfThere(Work<T> work) {
        return threads.call(() -> readers.read(path, schema, work));
    }

    /// Works in one transaction that is on disk when this returns. Writers of other processes wait
    /// meanwhile.
    <T extends @Nullable Object> T write(Work<T> work) {
        return threads.call(() -> locked(work));
    }

    private <T extends @Nullable Object> T locked(Work<T> work) {
        if (readOnly) {
            throw new Problem(
                    ProblemCode.DENIED, "the store " + path + " was opened for reading only", "");
        }
        writing.lock();
        try {
            return opened().transaction(work);
        } catch (SQLException e) {
            throw SqliteProblems.of(path, e);
        } finally {
            writing.unlock();
        }
    }

    private SqliteFile opened() throws SQLException {
        if (closed) {
            throw new IllegalStateException("the store " + path + " is closed");
        }
        SqliteFile open = writer;
        if (open == null) {
            StateDirectory.create(path);
            open = migrated();
            writer = open;
            identity = identity();
        }
        return open;
    }

    private SqliteFile migrated() throws SQLException {
        SqliteFile file = SqliteFile.forWriting(path, schema.pageSize());
        boolean sound = false;
        try {
            schema.migrate(file);
            sound = true;
            return file;
        } finally {
            if (!sound) {
                file.close();
            }
        }
    }

    /// Creates the file, or brings it to the newest layout, where needed.
    void open() {
        threads.call(() -> {
            writing.lock();
            try {
                return opened();
            } catch (SQLException e) {
                throw SqliteProblems.of(path, e);
            } finally {
                writing.unlock();
            }
        });
    }

    /// Takes the write lock for a moment.
    void verify() {
        write(file -> file.number("SELECT count(*) FROM sqlite_schema"));
        if (!Objects.equals(identity, identity())) {
            throw new Problem(
                    ProblemCode.UNREACHABLE,
                    "the store " + path + " was removed or replaced while it was in use",
                    "restart caretaker; put the file back first if you can");
        }
    }

    private @Nullable Object identity() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException _) {
            return null;
        }
    }

    private Problem missing() {
        return new Problem(
                ProblemCode.NOT_FOUND,
                "there is no store at " + path,
                "start caretaker once to create it, or name its state directory");
    }

    @Override
    public void close() throws SQLException {
        writing.lock();
        try {
            closed = true;
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } finally {
            writing.unlock();
        }
    }
}
