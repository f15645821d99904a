package io.caretaker.testkit.store;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A history in memory. Thread-safe.
final class InMemoryHistory implements HistoryStore {
    private final Map<Key, HistoryEntry> rows = new HashMap<>();
    private final Map<Key, Sum> hours =
            new TreeMap<>(Comparator.comparing(Key::at).thenComparing(Key::service));

    private record Key(ServiceId service, Instant at) {}

    private record Sum(long up, long down, long unknown, Duration took, Duration longest) {
        static Sum of(HistoryEntry row) {
            Duration took = row.status().up() ? row.responseTime() : Duration.ZERO;
            boolean down = row.status().down();
            boolean up = row.status().up();
            return new Sum(up ? 1 : 0, down ? 1 : 0, up || down ? 0 : 1, took, took);
        }

        static Sum of(HourlyRollup rollup) {
            Duration mean = rollup.meanResponse();
            Duration max = rollup.maxResponse();
            return new Sum(
                    rollup.up(),
                    rollup.down(),
                    rollup.unknown(),
                    mean == null ? Duration.ZERO : mean.multipliedBy(rollup.up()),
                    max == null ? Duration.ZERO : max);
        }

        Sum plus(Sum more) {
            return new Sum(
                    up + more.up,
                    down + more.down,
                    unknown + more.unknown,
                    took.plus(more.took),
                    longest.compareTo(more.longest) >= 0 ? longest : more.longest);
        }

        HourlyRollup rollup(Key key) {
            return new HourlyRollup(
                    key.service,
                    key.at,
                    up,
                    down,
                    unknown,
                    up == 0 ? null : took.dividedBy(up).truncatedTo(ChronoUnit.MICROS),
                    up == 0 ? null : longest);
        }
    }

    @Override
    public synchronized void append(List<HistoryEntry> entries) {
        for (HistoryEntry each : entries) {
            HistoryEntry kept = kept(each);
            Key key = new Key(kept.serviceId(), kept.timestamp());
            if (rows.putIfAbsent(key, kept) == null && kept.recovery() == null) {
                Instant hour = kept.timestamp().truncatedTo(ChronoUnit.HOURS);
                hours.merge(new Key(kept.serviceId(), hour), Sum.of(kept), Sum::plus);
            }
        }
    }

    /// The row with what real stores keep of its times.
    private static HistoryEntry kept(HistoryEntry row) {
        return new HistoryEntry(
                row.serviceId(),
                row.hostId(),
                row.timestamp().truncatedTo(ChronoUnit.MILLIS),
                row.type(),
                row.status(),
                row.statusCode(),
                row.responseTime().truncatedTo(ChronoUnit.MICROS),
                row.metrics(),
                row.error(),
                row.errorDetails(),
                row.recovery());
    }

    @Override
    public List<HistoryEntry> recent(ServiceId service, int limit) {
        return newest(row -> row.serviceId().equals(service), limit);
    }

    @Override
    public List<HistoryEntry> recent(HostId host, int limit) {
        return newest(row -> row.hostId().equals(host), limit);
    }

    @Override
    public List<HistoryEntry> recent(ServiceId service, Instant before, int limit) {
        return newest(
                row -> row.serviceId().equals(service) && row.timestamp().isBefore(before), limit);
    }

    @Override
    public List<HistoryEntry> recent(HostId host, Instant before, int limit) {
        return newest(row -> row.hostId().equals(host) && row.timestamp().isBefore(before), limit);
    }

    @Override
    public List<HistoryEntry> failures(Instant since, int limit) {
        return newest(row -> row.status().down() && !row.timestamp().isBefore(since), limit);
    }

    private synchronized List<HistoryEntry> newest(Predicate<HistoryEntry> wanted, int limit) {
        return rows.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(HistoryEntry::timestamp).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<HourlyRollup> rollups(ServiceId service, Instant from, Instant to) {
        return hours.entrySet().stream()
                .filter(each -> each.getKey().service.equals(service))
                .filter(each -> !each.getKey().at.isBefore(from) && each.getKey().at.isBefore(to))
                .map(each -> each.getValue().rollup(each.getKey()))
                .toList();
    }

    @Override
    public synchronized List<HistoryEntry> page(
            Instant from, Instant to, @Nullable HistoryEntry after, int limit) {
        var order =
                Comparator.comparing(HistoryEntry::timestamp)
                        .thenComparing(HistoryEntry::serviceId);
        return rows.values().stream()
                .filter(row -> !row.timestamp().isBefore(from) && row.timestamp().isBefore(to))
                .filter(row -> after == null || order.compare(row, after) > 0)
                .sorted(order)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<HourlyRollup> rollups(Instant from, Instant to) {
        return hours.entrySet().stream()
                .filter(each -> !each.getKey().at.isBefore(from) && each.getKey().at.isBefore(to))
                .map(each -> each.getValue().rollup(each.getKey()))
                .toList();
    }

    @Override
    public synchronized void replaceRollups(List<HourlyRollup> rollups) {
        rollups.forEach(each -> hours.put(new Key(each.service(), each.hour()), Sum.of(each)));
    }

    @Override
    public synchronized Map<ServiceId, Double> uptimes(Instant since) {
        Instant first = since.truncatedTo(ChronoUnit.HOURS);
        var sums = new HashMap<ServiceId, Sum>();
        hours.forEach((key, sum) -> {
            if (!key.at.isBefore(first)) {
                sums.merge(key.service, sum, Sum::plus);
            }
        });
        var uptimes = new HashMap<ServiceId, Double>();
        sums.forEach((service, sum) -> {
            Double percent = HistoryStore.percent(sum.up, sum.down);
            if (percent != null) {
                uptimes.put(service, percent);
            }
        });
        return uptimes;
    }

    @Override
    public synchronized long expire(Instant before, Instant rollupsBefore) {
        Instant oldest = rollupsBefore.isBefore(before) ? rollupsBefore : before;
        hours.keySet().removeIf(key -> key.at.isBefore(oldest.truncatedTo(ChronoUnit.HOURS)));
        long all = rows.size();
        rows.keySet().removeIf(key -> key.at.isBefore(before));
        return all - rows.size();
    }
}
