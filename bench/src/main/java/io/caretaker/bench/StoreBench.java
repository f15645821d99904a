package io.caretaker.bench;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.core.store.Store;
import io.caretaker.sqlite.SqliteStore;
import io.caretaker.testkit.store.HistorySamples;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;

/// What the embedded store does with much history: `StoreBench write|read|insert DIRECTORY SERVICES
/// DAYS ROWS`, with so many rows of each service a day.
final class StoreBench {
    private static final PrintStream OUT = System.out;
    private static final LocalDate LAST = LocalDate.parse("2026-11-22");
    private static final int BATCH = 5_000;
    private static final int TIMES = 50;

    private final Path directory;
    private final int services;
    private final int days;
    private final int rowsPerDay;

    private StoreBench(Path directory, int services, int days, int rowsPerDay) {
        this.directory = directory;
        this.services = services;
        this.days = days;
        this.rowsPerDay = rowsPerDay;
    }

    static String service(int number) {
        return "svc_jeju_mysql_" + number;
    }

    static String host(int number) {
        return "host_jeju_" + number / 10;
    }

    public static void main(String[] args) throws SQLException, IOException {
        var bench =
                new StoreBench(
                        Path.of(args[1]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Integer.parseInt(args[4]));
        try (Store store = SqliteStore.open(bench.directory)) {
            switch (args[0]) {
                case "write" -> bench.write(store);
                case "read" -> bench.read(store);
                case "insert" -> bench.insert(store);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    private void write(Store store) throws SQLException, IOException {
        var changes = new ArrayList<InventoryChange>();
        var states = new ArrayList<ServiceState>();
        changes.add(Entries.host());
        for (int i = 0; i < services; i++) {
            changes.add(
                    Entries.service(
                            service(i),
                            new ServiceType("mysql"),
                            new CheckSpec.Tcp("127.0.0.1", 3306, null, null),
                            Monitoring.DEFAULT,
                            RecoveryPolicy.DEFAULT,
                            new ServiceControl.None()));
            states.add(ServiceState.unseen(new ServiceId(service(i))));
        }
        store.inventory().apply(changes, Instant.EPOCH);
        store.states().write(states);
        var generated = new GeneratedDays(directory, services, rowsPerDay);
        long began = System.nanoTime();
        generated.write(store, LAST.minusDays(days - 1L), days);
        store.history().expire(Instant.EPOCH, Instant.EPOCH); // as the daemon does every hour
        OUT.printf(
                "%,d rows written in %.0f s%n",
                (long) services * days * rowsPerDay, (System.nanoTime() - began) / 1e9);
    }

    private void read(Store store) {
        Instant since = LAST.minusDays(days - 1L).atStartOfDay(ZoneOffset.UTC).toInstant();
        timed(
                "uptime of all services",
                () -> store.history().uptimes(since.plusSeconds(1800)).size());
        timed("dashboard summary", () -> (int) store.listings().summary().totalServices());
        timed(
                "newest 50 of a service",
                () -> store.history().recent(new ServiceId(service(7)), 50).size());
        timed(
                "a page of 2,000 rows",
                () -> store.history().page(since, Instant.MAX, null, 2000).size());
    }

    private interface Question {
        int ask();
    }

    private static void timed(String what, Question question) {
        long began = System.nanoTime();
        int found = question.ask();
        double first = (System.nanoTime() - began) / 1e6;
        var times = new double[TIMES];
        Duration before = cpu();
        for (int i = 0; i < TIMES; i++) {
            began = System.nanoTime();
            question.ask();
            times[i] = (System.nanoTime() - began) / 1e6;
        }
        double busy = cpu().minus(before).toNanos() / 1e6 / TIMES;
        Arrays.sort(times);
        OUT.printf(
                "%-24s %,7d found, first %7.1f ms, then median %6.2f ms, longest %6.2f ms,"
                        + " processor %5.2f ms%n",
                what, found, first, times[TIMES / 2], times[TIMES - 1], busy);
    }

    /// Of this process: on a busy machine the clock says little.
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void insert(Store store) {
        Instant start = LAST.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        long rows = 0;
        Duration before = cpu();
        long began = System.nanoTime();
        for (int round = 0; round < 100; round++) {
            var batch = new ArrayList<HistoryEntry>();
            for (int i = 0; i < BATCH; i++) {
                int number = i % services;
                long second = (long) round * BATCH / services + i / services;
                batch.add(row(number, start.plusSeconds(second).plusMillis(number)));
            }
            store.history().append(batch);
            rows += batch.size();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        OUT.printf(
                "insert: %,d rows, %,.0f rows/s in batches of %,d, processor %.2f s of %.2f s%n",
                rows, rows / seconds, BATCH, cpu().minus(before).toNanos() / 1e9, seconds);
    }

    private static HistoryEntry row(int number, Instant at) {
        return HistorySamples.row(
                service(number),
                host(number),
                at,
                Status.RUNNING,
                Duration.ofMillis(3),
                Metrics.NONE);
    }
}
