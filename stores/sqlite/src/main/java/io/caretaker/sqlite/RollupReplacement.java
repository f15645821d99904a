package io.caretaker.sqlite;

import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.sqlite.RollupReader.HourOf;
import io.caretaker.sqlite.Rollups.Hour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts roll-ups in place of those that are there. The file of a day goes on saying what its own
/// rows say; what is wanted beyond that, or less than that, stands in the file of old roll-ups, so
/// that the sum is right before and after the day expires.
final class RollupReplacement {
    private static final long HOUR_SECONDS = 3600;

    private final StateDirectory directory;
    private final Readers readers;
    private final DayWriters writers;
    private final Expiry expiry;

    RollupReplacement(
            StateDirectory directory, Readers readers, DayWriters writers, Expiry expiry) {
        this.directory = directory;
        this.readers = readers;
        this.writers = writers;
        this.expiry = expiry;
    }

    /// @param lock the file of old roll-ups, in a transaction
    int replace(SqliteFile lock, List<HourlyRollup> rollups) throws SQLException {
        var days = new TreeMap<LocalDate, List<Hour>>();
        for (HourlyRollup each : rollups) {
            long hour = Math.floorDiv(each.hour().getEpochSecond(), HOUR_SECONDS);
            var wanted = new Hour(hour, each.service().value(), Tally.of(each));
            LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(hour, Rollups.HOURS_A_DAY));
            days.computeIfAbsent(day, _ -> new ArrayList<>()).add(wanted);
        }
        var services = new Names(lock, "services", "id");
        for (Map.Entry<LocalDate, List<Hour>> each : days.entrySet()) {
            Path day = directory.day(each.getKey());
            expiry.finish(lock, day);
            replace(lock, services, each.getValue(), day);
        }
        return rollups.size();
    }

    private void replace(SqliteFile lock, Names services, List<Hour> wanted, Path day)
            throws SQLException {
        Map<HourOf, Tally> own = own(day);
        var tooLong = new ArrayList<Hour>();
        for (Hour each : wanted) {
            Tally there = own.getOrDefault(new HourOf(each.hour(), each.service()), Tally.NONE);
            if (there.longest() > each.tally().longest()) {
                tooLong.add(each);
            }
            Tally rest = each.tally().minus(there);
            Rollups.put(lock, each.hour(), services.number(each.service()), rest);
        }
        if (!tooLong.isEmpty() && Files.exists(day)) {
            writers.of(day).change(file -> shorten(file, tooLong));
        }
    }

    private Map<HourOf, Tally> own(Path day) {
        var own = new HashMap<HourOf, Tally>();
        for (Hour each : readers.read(day, Schema.DAY, Rollups::all).orElse(List.of())) {
            own.put(new HourOf(each.hour(), each.service()), each.tally());
        }
        return own;
    }

    /// A sum cannot make a maximum smaller.
    private static boolean shorten(SqliteFile file, List<Hour> hours) throws SQLException {
        var services = new Names(file, "services", "id");
        for (Hour each : hours) {
            long service = services.number(each.service());
            Rollups.shorten(file, each.hour(), service, each.tally().longest());
        }
        return true;
    }
}
