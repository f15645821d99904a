package io.caretaker.sqlite;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.sqlite.SqliteFile.Work;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The history: a file a day with raw rows and their roll-ups, and one file with the roll-ups of
/// days whose raw rows have expired. The latter's write lock is the lock of the whole history.
///
/// Raw rows expire by whole days in UTC. Thread-safe.
final class SqliteHistory implements HistoryStore {
    private static final long HOUR_SECONDS = 3600;

    private final StateDirectory directory;
    private final Database rollups;
    private final Readers readers;
    private final PlatformThreads threads;
    private final DayWriters writers = new DayWriters();
    private final Expiry expiry;
    private final RollupReader rollupReader;
    private final HistoryPages pages;
    private final SettledDays settled;
    private final RollupReplacement replacement;

    SqliteHistory(
            StateDirectory directory, Database rollups, Readers readers, PlatformThreads threads) {
        this.directory = directory;
        this.rollups = rollups;
        this.readers = readers;
        this.threads = threads;
        this.expiry = new Expiry(directory, rollups, readers, writers);
        this.rollupReader = new RollupReader(directory, rollups, readers);
        this.settled = new SettledDays(directory, readers);
        this.pages = new HistoryPages(directory, rollups, readers);
        this.replacement = new RollupReplacement(directory, readers, writers, expiry);
    }

    @Override
    public void append(List<HistoryEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var days = new TreeMap<LocalDate, List<HistoryEntry>>();
        for (HistoryEntry each : entries) {
            LocalDate day = LocalDate.ofInstant(each.timestamp(), ZoneOffset.UTC);
            days.computeIfAbsent(day, _ -> new ArrayList<>()).add(each);
        }
        rollups.write(lock -> {
            for (Map.Entry<LocalDate, List<HistoryEntry>> each : days.entrySet()) {
                expiry.finish(lock, directory.day(each.getKey()));
                SettledDays.unsettle(lock, directory.day(each.getKey()));
                writers.of(directory.day(each.getKey())).append(each.getValue());
            }
            return days.size();
        });
    }

    @Override
    public List<HistoryEntry> recent(ServiceId service, int limit) {
        return recent(service, Instant.MAX, limit);
    }

    @Override
    public List<HistoryEntry> recent(HostId host, int limit) {
        return recent(host, Instant.MAX, limit);
    }

    @Override
    public List<HistoryEntry> recent(ServiceId service, Instant before, int limit) {
        return newest(
                Instant.MIN, before, limit, (rows, rest) -> rows.recent(service, before, rest));
    }

    @Override
    public List<HistoryEntry> recent(HostId host, Instant before, int limit) {
        return newest(Instant.MIN, before, limit, (rows, rest) -> rows.recent(host, before, rest));
    }

    @Override
    public List<HistoryEntry> failures(Instant since, int limit) {
        return newest(since, Instant.MAX, limit, (rows, rest) -> rows.failures(since, rest));
    }

    /// Reads at most so many rows of one day.
    private interface DayQuery {
        List<HistoryEntry> of(DayRows rows, int limit) throws SQLException;
    }

    private List<HistoryEntry> newest(Instant since, Instant before, int limit, DayQuery query) {
        return threads.call(() -> {
            var found = new ArrayList<HistoryEntry>();
            Set<LocalDate> gone = rollups.readIfThere(Expiry::takenOver).orElse(Set.of());
            for (Path each : directory.days()) {
                if (found.size() >= limit || !end(each).isAfter(since)) {
                    break;
                }
                if (start(each).isBefore(before) && !gone.contains(StateDirectory.dayOf(each))) {
                    int rest = limit - found.size();
                    day(each, file -> query.of(new DayRows(file), rest)).ifPresent(found::addAll);
                }
            }
            return found;
        });
    }

    private <T> Optional<T> day(Path path, Work<T> work) {
        return readers.read(path, Schema.DAY, work);
    }

    private static Instant start(Path day) {
        return StateDirectory.dayOf(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant end(Path day) {
        LocalDate next = StateDirectory.dayOf(day).plusDays(1);
        return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public List<HourlyRollup> rollups(ServiceId service, Instant from, Instant to) {
        long first = Math.ceilDiv(from.getEpochSecond(), HOUR_SECONDS);
        long end = Math.ceilDiv(to.getEpochSecond(), HOUR_SECONDS);
        return threads
                .call(() -> rollupReader.hours(service.value(), first, end))
                .entrySet()
                .stream()
                .map(each -> rollup(service, each.getKey(), each.getValue()))
                .toList();
    }

    private static HourlyRollup rollup(ServiceId service, long hour, Tally tally) {
        boolean measured = tally.up() > 0;
        return new HourlyRollup(
                service,
                Instant.ofEpochSecond(hour * HOUR_SECONDS),
                tally.up(),
                tally.down(),
                tally.unknown(),
                measured ? Duration.ofNanos(tally.took() / tally.up() * 1000) : null,
                measured ? Duration.ofNanos(tally.longest() * 1000) : null);
    }

    @Override
    public Map<ServiceId, Double> uptimes(Instant since) {
        long hour = Math.floorDiv(since.getEpochSecond(), HOUR_SECONDS);
        var uptimes = new HashMap<ServiceId, Double>();
        threads.call(() -> rollupReader.known(hour))
                .forEach((service, tally) -> {
                    Double percent = HistoryStore.percent(tally.up(), tally.down());
                    if (percent != null) {
                        uptimes.put(new ServiceId(service), percent);
                    }
                });
        return uptimes;
    }

    @Override
    public List<HistoryEntry> page(
            Instant from, Instant to, @Nullable HistoryEntry after, int limit) {
        return threads.call(() -> pages.page(from, to, after, limit));
    }

    @Override
    public List<HourlyRollup> rollups(Instant from, Instant to) {
        long first = Math.ceilDiv(from.getEpochSecond(), HOUR_SECONDS);
        long end = Math.ceilDiv(to.getEpochSecond(), HOUR_SECONDS);
        return threads.call(() -> rollupReader.hours(first, end)).entrySet().stream()
                .filter(each -> !each.getValue().equals(Tally.NONE))
                .map(each ->
                        rollup(
                                new ServiceId(each.getKey().service()),
                                each.getKey().hour(),
                                each.getValue()))
                .toList();
    }

    @Override
    public void replaceRollups(List<HourlyRollup> some) {
        if (!some.isEmpty()) {
            rollups.write(lock -> replacement.replace(lock, some));
        }
    }

    @Override
    public long expire(Instant before, Instant rollupsBefore) {
        return threads.call(() -> {
            long removed = expiry.expire(before, rollupsBefore);
            settled.settle(rollups);
            return removed;
        });
    }

    /// After the roll-ups' file was closed, so that nobody writes any more.
    void close() {
        writers.close();
    }
}
