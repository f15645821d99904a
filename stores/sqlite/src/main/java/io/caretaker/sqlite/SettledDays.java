package io.caretaker.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The sums of days that are over, copied into the file of old roll-ups: a month is then read from
/// there and from the files of its first and its newest days.
final class SettledDays {
    /// Around midnight rows come in for two days.
    private static final int UNSETTLED = 2;

    private static final String OF_DAY =
            "SELECT id, up, down FROM days JOIN services ON number = service";
    private static final String SUMS =
            "SELECT id, up, down FROM (SELECT service, sum(up) AS up, sum(down) AS down"
                    + " FROM settled_days WHERE day > ? GROUP BY service)"
                    + " JOIN services ON number = service";

    private final StateDirectory directory;
    private final Readers readers;

    SettledDays(StateDirectory directory, Readers readers) {
        this.directory = directory;
        this.readers = readers;
    }

    private record Sum(String service, long up, long down) {}

    /// Settles what is over and not settled yet.
    ///
    /// @param rollups the file of old roll-ups
    void settle(Database rollups) {
        List<Path> days = directory.days();
        Set<LocalDate> known = rollups.readIfThere(SettledDays::all).orElse(Set.of());
        days.stream()
                .skip(UNSETTLED)
                .filter(each -> !known.contains(StateDirectory.dayOf(each)))
                .forEach(each -> rollups.write(lock -> settle(lock, each)));
    }

    private boolean settle(SqliteFile lock, Path day) throws SQLException {
        long number = StateDirectory.dayOf(day).toEpochDay();
        List<Sum> sums = readers.read(day, Schema.DAY, SettledDays::sums).orElse(List.of());
        if (sums.isEmpty()
                || lock.number("SELECT count(*) FROM taken_over WHERE day = ?", number) > 0
                || lock.update("INSERT OR IGNORE INTO settled VALUES (?)", number) == 0) {
            return false;
        }
        var services = new Names(lock, "services", "id");
        for (Sum each : sums) {
            lock.update(
                    "INSERT OR REPLACE INTO settled_days VALUES (?, ?, ?, ?)",
                    services.number(each.service),
                    number,
                    each.up,
                    each.down);
        }
        return true;
    }

    private static List<Sum> sums(SqliteFile day) throws SQLException {
        return day.list(OF_DAY, row -> new Sum(row.getString(1), row.getLong(2), row.getLong(3)));
    }

    /// Before a day's file changes, or goes.
    static void unsettle(SqliteFile lock, Path day) throws SQLException {
        long number = StateDirectory.dayOf(day).toEpochDay();
        if (lock.update("DELETE FROM settled WHERE day = ?", number) > 0) {
            lock.update("DELETE FROM settled_days WHERE day = ?", number);
        }
    }

    static Set<LocalDate> all(SqliteFile rollups) throws SQLException {
        return new HashSet<>(
                rollups.list(
                        "SELECT day FROM settled", row -> LocalDate.ofEpochDay(row.getLong(1))));
    }

    /// Adds what is known of the settled days after this one.
    static void collect(SqliteFile rollups, long day, Map<String, Tally> sums) throws SQLException {
        rollups.list(
                        SUMS,
                        row ->
                                Map.entry(
                                        row.getString(1),
                                        new Tally(row.getLong(2), row.getLong(3), 0, 0, 0)),
                        day)
                .forEach(each -> sums.merge(each.getKey(), each.getValue(), Tally::plus));
    }
}
