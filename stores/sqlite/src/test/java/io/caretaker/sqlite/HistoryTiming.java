package io.caretaker.sqlite;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Measures the history: `HistoryTiming <directory> [services] [days] [interval in seconds]`.
final class HistoryTiming {
    private static final Instant START = Instant.parse("2026-10-23T00:00:00Z");
    private static final int BATCH = 1000;
    private static final PrintStream OUT = System.out;

    private final Path directory;
    private final int services;
    private final int days;
    private final int interval;
    private final Random random = new Random(7);

    private HistoryTiming(Path directory, int services, int days, int interval) {
        this.directory = directory;
        this.services = services;
        this.days = days;
        this.interval = interval;
    }

    public static void main(String[] args) throws IOException {
        Path directory = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("timing");
        var timing =
                new HistoryTiming(
                        directory,
                        number(args, 1, 1000),
                        number(args, 2, 31),
                        number(args, 3, 600));
        try (var store = SqliteStore.open(directory)) {
            timing.write(store, false);
            timing.read(store);
        }
        timing.size("without metrics");
        Path second = directory.resolve("metrics");
        var small = new HistoryTiming(second, 100, 1, 60);
        try (var store = SqliteStore.open(second)) {
            small.write(store, true);
        }
        small.size("with ten metrics");
    }

    private static int number(String[] args, int index, int fallback) {
        return args.length > index ? Integer.parseInt(args[index]) : fallback;
    }

    private void write(SqliteStore store, boolean metrics) {
        long rows = 0;
        long begin = System.nanoTime();
        var batch = new ArrayList<HistoryEntry>();
        for (long second = 0; second < days * 86_400L; second += interval) {
            for (int service = 0; service < services; service++) {
                batch.add(row(service, second, metrics));
                if (batch.size() == BATCH) {
                    store.history().append(batch);
                    rows += batch.size();
                    batch.clear();
                }
            }
        }
        store.history().append(batch);
        double seconds = (System.nanoTime() - begin) / 1e9;
        OUT.printf("%,d rows, %,.0f rows/s in batches of %d%n", rows, rows / seconds, BATCH);
    }

    private HistoryEntry row(int service, long second, boolean metrics) {
        Instant at = START.plusSeconds(second).plusMillis(random.nextInt(1000));
        Duration took = Duration.ofNanos(random.nextInt(50_000) * 1000L);
        return HistorySamples.row(
                "svc_jeju_mysql_" + service,
                "host_jeju_mysql_" + service / 10,
                at,
                random.nextInt(1000) == 0 ? Status.ERROR : Status.RUNNING,
                took,
                metrics ? metrics() : Metrics.NONE);
    }

    private Metrics metrics() {
        var metrics = Metrics.builder();
        for (int i = 0; i < 10; i++) {
            metrics.put(
                    "metric_" + i,
                    i < 5 ? random.nextInt(100_000) : random.nextInt(10_000) / 100.0);
        }
        return metrics.build();
    }

    private void read(SqliteStore store) {
        for (int i = 0; i < 4; i++) {
            timed(
                    "newest 50 of a service",
                    () -> store.history().recent(new ServiceId("svc_jeju_mysql_7"), 50).size());
            timed(
                    "newest 50 of a host",
                    () ->
                            store.history()
                                    .recent(
                                            new io.caretaker.core.inventory.HostId(
                                                    "host_jeju_mysql_7"),
                                            50)
                                    .size());
            timed(
                    "failures of a day",
                    () ->
                            store.history()
                                    .failures(START.plus(Duration.ofDays(days - 1)), 100)
                                    .size());
            timed(
                    "rollups of a service",
                    () ->
                            store.history()
                                    .rollups(
                                            new ServiceId("svc_jeju_mysql_7"),
                                            START,
                                            START.plus(Duration.ofDays(days)))
                                    .size());
            timed("uptimes of all", () -> store.history().uptimes(START.plusSeconds(1800)).size());
        }
        timed(
                "expire",
                () ->
                        (int)
                                store.history()
                                        .expire(
                                                START.plus(Duration.ofDays(days - 1)),
                                                Instant.EPOCH));
        timed(
                "uptimes of all, expired",
                () -> store.history().uptimes(START.plusSeconds(1800)).size());
    }

    private interface Reading {
        int rows();
    }

    private static void timed(String what, Reading reading) {
        long begin = System.nanoTime();
        int rows = reading.rows();
        OUT.printf("%s: %d in %.2f ms%n", what, rows, (System.nanoTime() - begin) / 1e6);
    }

    private void size(String what) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory.resolve("history"))) {
            files = all.filter(each -> each.toString().matches(".*\\d\\.db")).toList();
        }
        for (Path each : files.subList(0, Math.min(3, files.size()))) {
            OUT.printf("%s: %s has %,d bytes%n", what, each.getFileName(), bytes(each));
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
