package io.caretaker.sqlite;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What SQLite and the file system complain about, in the words of caretaker.
///
/// Source: SQLite, "Result and Error Codes".
final class SqliteProblems {
    private SqliteProblems() {}

    /// Whether somebody else holds the file.
    static boolean busy(SQLException e) {
        return busy(code(e));
    }

    private static boolean busy(SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_BUSY,
                    SQLITE_BUSY_RECOVERY,
                    SQLITE_BUSY_SNAPSHOT,
                    SQLITE_BUSY_TIMEOUT,
                    SQLITE_LOCKED ->
                    true;
            default -> false;
        };
    }

    static Problem of(Path file, SQLException e) {
        return switch (code(e)) {
            case SQLITE_CORRUPT,
                    SQLITE_CORRUPT_INDEX,
                    SQLITE_CORRUPT_SEQUENCE,
                    SQLITE_CORRUPT_VTAB,
                    SQLITE_NOTADB,
                    SQLITE_IOERR_SHORT_READ,
                    SQLITE_IOERR_DATA,
                    SQLITE_IOERR_CORRUPTFS ->
                    corrupt(file, e.getMessage(), e);
            case SQLiteErrorCode code when busy(code) -> busy(file, e);
            case SQLiteErrorCode code when storage(code) -> unwritable(file, e);
            case SQLiteErrorCode code when unknownFormat(code, e) ->
                    corrupt(file, e.getMessage(), e);
            case SQLiteErrorCode _ ->
                    new Problem(
                            ProblemCode.INTERNAL,
                            "the store " + file + " failed: " + e.getMessage(),
                            "",
                            e);
        };
    }

    static Problem corrupt(Path file, @Nullable String reason, @Nullable Throwable cause) {
        return new Problem(
                ProblemCode.STORE_CORRUPT,
                "the store " + file + " is damaged: " + reason,
                "`caretaker doctor --restart-store` keeps the damaged file and starts a new one",
                cause);
    }

    static Problem unwritable(Path file, Exception e) {
        String reason = e instanceof IOException ? e.toString() : String.valueOf(e.getMessage());
        return new Problem(
                ProblemCode.STORE_UNWRITABLE,
                "the store " + file + " cannot be written: " + reason,
                "check free space (`df`), mount options and owner of " + file.getParent(),
                e);
    }

    private static Problem busy(Path file, SQLException e) {
        return new Problem(
                ProblemCode.LOCKED,
                "the store " + file + " is held by another program: " + e.getMessage(),
                "see which program has the file open (`fuser " + file + "`)",
                e);
    }

    private static boolean storage(SQLiteErrorCode code) {
        return switch (code.code & 0xff) {
            // PERM, READONLY, IOERR, FULL, CANTOPEN, AUTH
            case 3, 8, 10, 13, 14, 23 -> true;
            default -> false;
        };
    }

    /// A header with format numbers that no version of SQLite wrote has no code of its own.
    private static boolean unknownFormat(SQLiteErrorCode code, SQLException e) {
        return code == SQLiteErrorCode.SQLITE_ERROR
                && String.valueOf(e.getMessage()).contains("unsupported file format");
    }

    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? sqlite.getResultCode()
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
