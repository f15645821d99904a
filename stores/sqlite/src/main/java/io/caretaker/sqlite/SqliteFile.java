package io.caretaker.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.jdbc4.JDBC4Connection;

/// One connection to one database file, with its prepared statements. Not thread-safe.
final class SqliteFile implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;
    private static final long AGAIN_NANOS = 5_000_000;
    private static final int CACHE_KIB = 512;
    private static final int LARGEST_IDLE_WAL = 4 << 20;

    private final Path path;
    private final JDBC4Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /// What is done with an open file; may throw what SQLite throws.
    interface Work<T extends @Nullable Object> {
        T on(SqliteFile file) throws SQLException;
    }

    /// Makes an object of the row that the result set stands on.
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private SqliteFile(Path path, SQLiteConfig config) throws SQLException {
        this(path, path.toString(), config);
    }

    private SqliteFile(Path path, String name, SQLiteConfig config) throws SQLException {
        this.path = path;
        this.connection = new JDBC4Connection("jdbc:sqlite:" + name, name, config.toProperties());
    }

    static SqliteFile forReading(Path path) throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return settled(path)
                ? new SqliteFile(path, "file:" + path.toUri().getRawPath() + "?immutable=1", config)
                : new SqliteFile(path, config);
    }

    /// Where nothing can be created, SQLite reads a file in WAL mode only when it is told that
    /// nobody writes; and nobody does when there is no log beside it. Source: SQLite, "Write-Ahead
    /// Logging", section "Read-Only Databases".
    private static boolean settled(Path path) {
        Path directory = path.getParent();
        return directory != null
                && !Files.isWritable(directory)
                && Files.notExists(path.resolveSibling(path.getFileName() + "-wal"));
    }

    /// Opens a file in WAL mode.
    ///
    /// @param pageSize of a file that is empty yet
    static SqliteFile forWriting(Path path, int pageSize) throws SQLException {
        SQLiteConfig config = config();
        config.setSynchronous(SynchronousMode.FULL);
        config.setJournalSizeLimit(LARGEST_IDLE_WAL);
        SqliteFile file = new SqliteFile(path, config);
        boolean sound = false;
        try {
            file.toWal(pageSize);
            sound = true;
            return file;
        } finally {
            if (!sound) {
                file.close();
            }
        }
    }

    /// Several who switch a new file to WAL at once would wait for each other for ever: SQLite lets
    /// all but one fail at once, without waiting as it does for other locks. Those try again, and
    /// find it done. Source: SQLite, "sqlite3_busy_handler()".
    private void toWal(int pageSize) throws SQLException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS);
        while (true) {
            try {
                // In this order: with WAL the page size is settled.
                script("PRAGMA page_size = " + pageSize + "; PRAGMA journal_mode = WAL");
                return;
            } catch (SQLException e) {
                if (!SqliteProblems.busy(e) || System.nanoTime() - end > 0) {
                    throw e;
                }
            }
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-CACHE_KIB);
        // Nobody asks for them, and the driver would search the text of every statement for its
        // kind.
        config.setGetGeneratedKeys(false);
        return config;
    }

    Path path() {
        return path;
    }

    <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        return query(
                sql,
                rows -> {
                    var all = new ArrayList<T>();
                    while (rows.next()) {
                        all.add(made(reader, rows));
                    }
                    return all;
                },
                parameters);
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        return query(
                sql,
                rows -> rows.next() ? Optional.of(made(reader, rows)) : Optional.empty(),
                parameters);
    }

    private <T> T query(String sql, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        boolean sound = false;
        try (ResultSet rows = bound(sql, parameters).executeQuery()) {
            T result = reader.read(rows);
            sound = true;
            return result;
        } finally {
            if (!sound) {
                forget(sql);
            }
        }
    }

    /// What a row holds is foreign until it was understood: a row that no record can be made of is
    /// damaged.
    private <T> T made(RowReader<T> reader, ResultSet row) throws SQLException {
        try {
            return reader.read(row);
        } catch (RuntimeException e) {
            throw SqliteProblems.corrupt(path, "a row cannot be read: " + e.getMessage(), e);
        }
    }

    /// The number in the first column of the first row; 0 without a row.
    long number(String sql, @Nullable Object... parameters) throws SQLException {
        return first(sql, row -> row.getLong(1), parameters).orElse(0L);
    }

    /// Runs one statement that changes rows; the number of rows it changed.
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        boolean sound = false;
        try {
            int changed = bound(sql, parameters).executeUpdate();
            sound = true;
            return changed;
        } finally {
            if (!sound) {
                forget(sql);
            }
        }
    }

    /// The driver gives a statement up when it fails: the next use has to prepare it anew.
    private void forget(String sql) {
        PreparedStatement failed = statements.remove(sql);
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException _) {
                // What went wrong with it is on its way to the caller already.
            }
        }
    }

    /// Runs several statements.
    void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// Takes the write lock, and either everything that `work` does stays or nothing.
    <T extends @Nullable Object> T transaction(Work<T> work) throws SQLException {
        return between("BEGIN IMMEDIATE", work);
    }

    /// Reads several times from the same state of the file.
    <T extends @Nullable Object> T snapshot(Work<T> work) throws SQLException {
        return between("BEGIN", work);
    }

    private <T extends @Nullable Object> T between(String begin, Work<T> work) throws SQLException {
        update(begin);
        boolean committed = false;
        try {
            T result = work.on(this);
            update("COMMIT");
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack();
            }
        }
    }

    private void rollBack() {
        try {
            update("ROLLBACK");
        } catch (SQLException _) {
            // SQLite rolls back by itself after a full disk or an input/output error.
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            statement.setObject(i + 1, value instanceof Instant at ? at.toEpochMilli() : value);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Long millis = integer(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable Long integer(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
