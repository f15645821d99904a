package io.caretaker.sqlite;

import io.caretaker.sqlite.Rollups.Hour;
import io.caretaker.sqlite.SqliteFile.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Adds up roll-ups over all files so that each counts once, also while a day is being taken over.
final class RollupReader {
    private final StateDirectory directory;
    private final Database old;
    private final Readers readers;

    RollupReader(StateDirectory directory, Database old, Readers readers) {
        this.directory = directory;
        this.old = old;
        this.readers = readers;
    }

    /// The hours of a service, from (inclusive) to (exclusive).
    SortedMap<Long, Tally> hours(String service, long from, long to) {
        return collected(
                TreeMap::new,
                from,
                to,
                sums ->
                        file -> {
                            Rollups.collect(file, service, from, to, sums);
                            return sums;
                        });
    }

    /// The hours of all services, from (inclusive) to (exclusive), by hour and then service.
    SortedMap<HourOf, Tally> hours(long from, long to) {
        return collected(
                TreeMap::new,
                from,
                to,
                sums ->
                        file -> {
                            for (Hour each : Rollups.between(file, from, to)) {
                                var key = new HourOf(each.hour(), each.service());
                                sums.merge(key, each.tally(), Tally::plus);
                            }
                            return sums;
                        });
    }

    /// Names one hour of one service.
    record HourOf(long hour, String service) implements Comparable<HourOf> {
        @Override
        public int compareTo(HourOf other) {
            int byHour = Long.compare(hour, other.hour);
            return byHour == 0 ? service.compareTo(other.service) : byHour;
        }
    }

    /// What is known of each service since the hour.
    Map<String, Tally> known(long since) {
        long day = Math.floorDiv(since, Rollups.HOURS_A_DAY);
        while (true) {
            List<Path> days = directory.days();
            var sums = new HashMap<String, Tally>();
            Work<Map<String, Tally>> work =
                    file -> {
                        Rollups.collect(file, since, sums);
                        return sums;
                    };
            Set<LocalDate> elsewhere =
                    old.readIfThere(file -> alsoSettled(file, day, work, sums)).orElse(Set.of());
            if (days.stream()
                    .filter(each -> !elsewhere.contains(StateDirectory.dayOf(each)))
                    .filter(each -> inRange(each, since, Long.MAX_VALUE))
                    .allMatch(each -> done(each, work))) {
                return sums;
            }
        }
    }

    /// Adds what the file of old roll-ups knows itself, and of days that are settled.
    ///
    /// @param day only settled days after this one, of which a part may be wanted
    /// @return the days whose files need not be read
    private static Set<LocalDate> alsoSettled(
            SqliteFile file, long day, Work<?> work, Map<String, Tally> sums) throws SQLException {
        work.on(file);
        SettledDays.collect(file, day, sums);
        Set<LocalDate> elsewhere = SettledDays.all(file);
        elsewhere.removeIf(each -> each.toEpochDay() <= day);
        elsewhere.addAll(Expiry.takenOver(file));
        return elsewhere;
    }

    /// Makes the work that adds what is in a file to the sums.
    private interface Collecting<S> {
        Work<S> into(S sums);
    }

    private <S> S collected(Supplier<S> empty, long from, long to, Collecting<S> collecting) {
        while (true) {
            // First the list of files, then the old roll-ups: a day that is taken over in between
            // is noticed, because its file is gone.
            List<Path> days = directory.days();
            S sums = empty.get();
            Work<S> work = collecting.into(sums);
            Set<LocalDate> gone =
                    old.readIfThere(
                                    file -> {
                                        work.on(file);
                                        return Expiry.takenOver(file);
                                    })
                            .orElse(Set.of());
            if (days.stream()
                    .filter(each -> !gone.contains(StateDirectory.dayOf(each)))
                    .filter(each -> inRange(each, from, to))
                    .allMatch(each -> done(each, work))) {
                return sums;
            }
        }
    }

    private static boolean inRange(Path day, long from, long to) {
        long first = StateDirectory.dayOf(day).toEpochDay() * Rollups.HOURS_A_DAY;
        return first < to && first + Rollups.HOURS_A_DAY > from;
    }

    /// Adds the day; false when its file was removed since it was listed.
    private <S> boolean done(Path day, Work<S> work) {
        return readers.read(day, Schema.DAY, work).isPresent() || Files.exists(day);
    }
}
