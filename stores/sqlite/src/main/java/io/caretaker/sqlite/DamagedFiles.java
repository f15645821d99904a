package io.caretaker.sqlite;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// Finds the files of a store that are damaged and renames them, with their write-ahead logs, so
/// that nothing is lost that a person could still rescue.
final class DamagedFiles {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final StateDirectory directory;

    DamagedFiles(StateDirectory directory) {
        this.directory = directory;
    }

    List<Path> setAside(Instant now) {
        var moved = new ArrayList<Path>();
        for (Path each : all()) {
            if (Files.exists(each) && damaged(each)) {
                moved.addAll(moved(each, ".damaged-" + TIME.format(now)));
            }
        }
        return moved;
    }

    private List<Path> all() {
        var all = new ArrayList<Path>();
        all.add(directory.database());
        all.add(directory.rollups());
        all.addAll(directory.days());
        return all;
    }

    private boolean damaged(Path path) {
        try {
            return !intact(path) || (path.equals(directory.database()) && !understood());
        } catch (SQLException e) {
            return judged(SqliteProblems.of(path, e));
        }
    }

    private static boolean intact(Path path) throws SQLException {
        try (SqliteFile file = SqliteFile.forReading(path)) {
            List<String> found = file.list("PRAGMA integrity_check(1)", row -> row.getString(1));
            return found.equals(List.of("ok"));
        }
    }

    /// Pages may be in order and what they hold may not.
    private boolean understood() {
        try (var store = SqliteStore.openReadOnly(directory.path())) {
            store.inventory().read();
            store.states().read();
            store.recovery().states();
            store.recovery().pause();
            store.recovery().approvals(Instant.EPOCH);
            store.recovery().openRequests();
            store.audit().verify();
            return true;
        } catch (Problem e) {
            return !judged(e);
        }
    }

    /// True when the file is damaged; anything else that is wrong with it is for the caller.
    private static boolean judged(Problem problem) {
        if (problem.code() == ProblemCode.STORE_CORRUPT) {
            return true;
        }
        if (problem.code() == ProblemCode.NOT_FOUND) {
            return false;
        }
        throw problem;
    }

    private static List<Path> moved(Path file, String suffix) {
        var moved = new ArrayList<Path>();
        try {
            for (String part : List.of("", "-wal", "-shm")) {
                Path from = file.resolveSibling(file.getFileName() + part);
                if (Files.exists(from)) {
                    // The log keeps its ending behind the new name: SQLite looks for it there.
                    moved.add(
                            Files.move(
                                    from, file.resolveSibling(file.getFileName() + suffix + part)));
                }
            }
            return moved;
        } catch (IOException e) {
            throw SqliteProblems.unwritable(file, e);
        }
    }
}
