package io.caretaker.testkit.store;

import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryEntry.RecoveryNote;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Rows of a history for the contract suites and for the tests of single stores.
public final class HistorySamples {
    private HistorySamples() {}

    public static HistoryEntry check(String service, Instant at, Status status) {
        return check(service, at, status, Duration.ofMillis(12));
    }

    public static HistoryEntry check(String service, Instant at, Status status, Duration took) {
        return row(service, "h1", at, status, took, Metrics.NONE);
    }

    static HistoryEntry check(String service, String host, Instant at, Status status) {
        return row(service, host, at, status, Duration.ofMillis(12), Metrics.NONE);
    }

    public static HistoryEntry row(
            String service,
            String host,
            Instant at,
            Status status,
            Duration took,
            Metrics metrics) {
        return new HistoryEntry(
                new ServiceId(service),
                new HostId(host),
                at,
                CheckType.STATUS_CHECK,
                status,
                status.down() ? 8 : 0,
                took,
                metrics,
                null,
                null,
                null);
    }

    static HistoryEntry full(String service, Instant at) {
        Metrics metrics =
                Metrics.builder()
                        .put("queries_per_second", 1234.5678901)
                        .put("connections", 17)
                        .put("buffer_pool_hit_ratio", 99.87)
                        .put("replication_lag", -0.0)
                        .put("cpu_usage", 1.0 / 3)
                        .put("bytes_read", 4.5e15)
                        .put("smallest", Double.MIN_VALUE)
                        .put("largest", -Double.MAX_VALUE)
                        .put("with \"quotes\" and 한글", 0.001)
                        .build();
        return new HistoryEntry(
                new ServiceId(service),
                new HostId("h1"),
                at,
                CheckType.PERFORMANCE,
                Status.ERROR,
                13,
                Duration.ofMillis(30_001),
                metrics,
                "too slow: “30 s”",
                "line one\nline two \u0000 and more",
                null);
    }

    /// A row that a recovery wrote.
    public static HistoryEntry recovery(String service, Instant at) {
        return new HistoryEntry(
                new ServiceId(service),
                new HostId("h1"),
                at,
                CheckType.STATUS_CHECK,
                Status.RUNNING,
                0,
                Duration.ofSeconds(3),
                Metrics.NONE,
                null,
                null,
                new RecoveryNote("restart", true, "it runs again"));
    }

    /// The roll-ups that rows of one service must have, oldest first.
    public static List<HourlyRollup> recounted(List<HistoryEntry> rows) {
        var hours = new TreeMap<Instant, List<HistoryEntry>>();
        rows.stream()
                .filter(row -> row.recovery() == null)
                .forEach(row -> {
                    Instant hour = row.timestamp().truncatedTo(ChronoUnit.HOURS);
                    hours.computeIfAbsent(hour, _ -> new ArrayList<>()).add(row);
                });
        return hours.entrySet().stream()
                .map(each -> rollup(each.getKey(), each.getValue()))
                .toList();
    }

    private static HourlyRollup rollup(Instant hour, List<HistoryEntry> rows) {
        List<Duration> took =
                rows.stream()
                        .filter(row -> row.status().up())
                        .map(HistoryEntry::responseTime)
                        .toList();
        long down = rows.stream().filter(row -> row.status().down()).count();
        long micros = took.stream().mapToLong(each -> each.toNanos() / 1000).sum();
        boolean measured = !took.isEmpty();
        return new HourlyRollup(
                rows.getFirst().serviceId(),
                hour,
                took.size(),
                down,
                rows.size() - took.size() - down,
                measured ? Duration.ofNanos(micros / took.size() * 1000) : null,
                took.stream().max(Duration::compareTo).orElse(null));
    }
}
