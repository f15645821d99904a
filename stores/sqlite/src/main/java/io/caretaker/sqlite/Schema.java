package io.caretaker.sqlite;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/// The layout of one kind of file, as the migrations that lead to it. The file's `user_version` is
/// the number of the last one; a file with a table `schema_migrations` also lists them for people.
///
/// @param ledger whether the file has that table
/// @param pageSize of new files, in bytes
record Schema(List<Migration> migrations, boolean ledger, int pageSize) {
    static final Schema STORE =
            new Schema(
                    List.of(
                            new Migration(1, "0001-inventory-states-recovery-audit"),
                            new Migration(2, "0002-recovery-blocks"),
                            new Migration(3, "0003-alerts")),
                    true,
                    4096);

    // A batch touches the newest page of each of its services: small pages keep what is written
    // small.
    static final Schema DAY =
            new Schema(List.of(new Migration(1, "day-0001-results-and-rollups")), false, 1024);

    static final Schema ROLLUPS =
            new Schema(
                    List.of(
                            new Migration(1, "rollups-0001-hours-and-days"),
                            new Migration(2, "rollups-0002-settled-days")),
                    false,
                    4096);

    /// @param number 1 for the first, without gaps
    /// @param name of the resource that holds its statements
    record Migration(int number, String name) {
        String statements() {
            try (InputStream in = Schema.class.getResourceAsStream("migrations/" + name + ".sql")) {
                if (in == null) {
                    throw new IllegalStateException(
                            "migration " + name + " is not on the class path");
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException("migration " + name + " cannot be read", e);
            }
        }
    }

    /// Brings the file to the newest layout in one transaction: who reads meanwhile, or opens it
    /// after a kill, finds what was there before or the newest layout, never a step between.
    void migrate(SqliteFile file) throws SQLException {
        refuseNewer(file);
        if (version(file) < newest()) {
            file.transaction(this::applyAll);
        }
    }

    /// Asks the version anew: another process may have been quicker.
    private boolean applyAll(SqliteFile file) throws SQLException {
        long found = version(file);
        for (Migration each : migrations) {
            if (found < each.number) {
                apply(file, each);
            }
        }
        return found < newest();
    }

    private void apply(SqliteFile file, Migration migration) throws SQLException {
        file.script(migration.statements());
        if (ledger) {
            file.update(
                    "INSERT INTO schema_migrations VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%fZ'))",
                    migration.number, migration.name);
        }
        file.script("PRAGMA user_version = " + migration.number);
    }

    /// For readers, who cannot migrate.
    ///
    /// @return false when the file is empty: its writer has not come further yet
    boolean readable(SqliteFile file) throws SQLException {
        refuseNewer(file);
        long version = version(file);
        if (version > 0 && version < newest()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the store " + file.path() + " was written by an older caretaker",
                    "start the daemon once: it brings the store up to date");
        }
        return version > 0;
    }

    private void refuseNewer(SqliteFile file) throws SQLException {
        long found = version(file);
        if (found > newest()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the store "
                            + file.path()
                            + " has layout "
                            + found
                            + ", and this caretaker knows up to "
                            + newest(),
                    "upgrade caretaker to the version that wrote it, or newer");
        }
    }

    private int newest() {
        return migrations.getLast().number;
    }

    private static long version(SqliteFile file) throws SQLException {
        return file.number("PRAGMA user_version");
    }
}
