package io.caretaker.sqlite;

import io.caretaker.core.problem.Problem;
import io.caretaker.sqlite.Rollups.Hour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes days that have expired. A day's roll-ups are taken over and the day is marked, in one
/// transaction; from then on its file does not count. Then the file goes, and with it the mark.
/// Whatever is interrupted is finished by the next one who writes to that day or expires.
final class Expiry {
    private static final long HOUR_SECONDS = 3600;

    private final StateDirectory directory;
    private final Database rollups;
    private final Readers readers;
    private final DayWriters writers;

    Expiry(StateDirectory directory, Database rollups, Readers readers, DayWriters writers) {
        this.directory = directory;
        this.rollups = rollups;
        this.readers = readers;
        this.writers = writers;
    }

    /// Removes whole days; the number of raw rows removed.
    long expire(Instant before, Instant rollupsBefore) {
        LocalDate today = LocalDate.ofInstant(before, ZoneOffset.UTC);
        long removed = 0;
        Problem damaged = null;
        for (Path each : directory.days().reversed()) {
            if (StateDirectory.dayOf(each).isBefore(today)) {
                try {
                    removed += expire(each);
                } catch (Problem e) {
                    // The other days must not pile up because of this one.
                    damaged = damaged == null ? e : damaged;
                }
            }
        }
        // Days are kept whole, and so are their roll-ups.
        Instant kept = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        forget(rollupsBefore.isBefore(kept) ? rollupsBefore : kept);
        if (damaged != null) {
            throw damaged;
        }
        return removed;
    }

    private long expire(Path day) {
        long rows = readers.read(day, Schema.DAY, Expiry::rows).orElse(0L);
        rollups.write(lock -> takeOver(lock, day));
        rollups.write(lock -> finish(lock, day));
        return rows;
    }

    /// All raw rows, counted without reading them: recoveries are what roll-ups leave out.
    private static long rows(SqliteFile day) throws SQLException {
        return day.number("SELECT sum(up + down + unknown) FROM hours")
                + day.number("SELECT count(*) FROM notes WHERE action IS NOT NULL");
    }

    private boolean takeOver(SqliteFile lock, Path day) throws SQLException {
        long number = StateDirectory.dayOf(day).toEpochDay();
        if (lock.update("INSERT OR IGNORE INTO taken_over VALUES (?)", number) == 0) {
            return false;
        }
        SettledDays.unsettle(lock, day);
        var services = new Names(lock, "services", "id");
        List<Hour> hours = readers.read(day, Schema.DAY, Rollups::all).orElse(List.of());
        for (Hour each : hours) {
            Rollups.add(lock, each.hour(), services.number(each.service()), each.tally());
        }
        return true;
    }

    /// Removes the file of a day that was taken over; others stay.
    boolean finish(SqliteFile lock, Path day) throws SQLException {
        long number = StateDirectory.dayOf(day).toEpochDay();
        if (lock.number("SELECT count(*) FROM taken_over WHERE day = ?", number) == 0) {
            return false;
        }
        writers.forget(day);
        readers.forget(day);
        remove(day);
        lock.update("DELETE FROM taken_over WHERE day = ?", number);
        return true;
    }

    private static void remove(Path day) {
        try {
            // The file itself last, because it is what is looked for after an interruption; and
            // again what a reader may have created meanwhile.
            for (String suffix : List.of("-wal", "-shm", "", "-wal", "-shm")) {
                Files.deleteIfExists(day.resolveSibling(day.getFileName() + suffix));
            }
        } catch (IOException e) {
            throw SqliteProblems.unwritable(day, e);
        }
    }

    private void forget(Instant before) {
        long hour = Math.floorDiv(before.getEpochSecond(), HOUR_SECONDS);
        if (rollups.readIfThere(file -> oldest(file)).map(old -> old < hour).orElse(false)) {
            rollups.write(file -> {
                file.update("DELETE FROM hours WHERE hour < ?", hour);
                return file.update(
                        "DELETE FROM days WHERE day < ?", Math.floorDiv(hour, Rollups.HOURS_A_DAY));
            });
        }
    }

    private static long oldest(SqliteFile file) throws SQLException {
        return file.first("SELECT hour FROM hours ORDER BY hour LIMIT 1", row -> row.getLong(1))
                .orElse(Long.MAX_VALUE);
    }

    static Set<LocalDate> takenOver(SqliteFile rollups) throws SQLException {
        return new HashSet<>(
                rollups.list(
                        "SELECT day FROM taken_over", row -> LocalDate.ofEpochDay(row.getLong(1))));
    }
}
