package io.caretaker.bench;

import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.store.Store;
import io.caretaker.server.Caretaker;
import io.caretaker.server.watch.Lateness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The whole daemon, checking ports as often as it is told, for as long as it is told. Prints one
/// line of JSON about the time after the warm-up.
///
/// Arguments: file with the ports, interval in seconds, seconds of warm-up, seconds to measure,
/// directory for the store.
public final class WatchBench {
    private final Duration interval;
    private final Duration warmUp;
    private final Duration measured;
    private final Path directory;
    private final List<Integer> ports;

    private WatchBench(String[] args) throws IOException {
        ports = Files.readAllLines(Path.of(args[0])).stream().map(Integer::valueOf).toList();
        interval = Duration.ofSeconds(Long.parseLong(args[1]));
        warmUp = Duration.ofSeconds(Long.parseLong(args[2]));
        measured = Duration.ofSeconds(Long.parseLong(args[3]));
        directory = Path.of(args[4]);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new WatchBench(args).run();
    }

    private void run() throws IOException, InterruptedException {
        var usual = Monitoring.DEFAULT;
        var monitoring =
                new Monitoring(
                        true,
                        interval,
                        Duration.ofSeconds(5),
                        usual.retryAttempts(),
                        usual.retryDelay());
        try (var wiring = new Wiring(Blueprint.standard(directory, "bench"), List.of())) {
            wiring.store().inventory().apply(Entries.listeners(ports, monitoring), Instant.now());
            String measured;
            try (Caretaker caretaker = wiring.caretaker()) {
                caretaker.start();
                measured = measure(caretaker);
            }
            System.out.println("{" + measured + "," + stored(wiring.store()) + "}");
        }
    }

    private String measure(Caretaker caretaker) throws IOException, InterruptedException {
        Thread.sleep(warmUp);
        Lateness lateness = caretaker.watch().lateness();
        OwnUsage before = OwnUsage.now();
        lateness.reset();
        long began = System.nanoTime();
        Thread.sleep(measured);
        long checks = lateness.count();
        double seconds = (System.nanoTime() - began) / 1e9;
        OwnUsage after = OwnUsage.now();
        double cpu = after.cpuSeconds() - before.cpuSeconds();
        return String.format(
                Locale.ROOT,
                "\"services\":%d,\"interval_sec\":%d,\"seconds\":%.1f,\"checks\":%d,"
                        + "\"checks_per_sec\":%.1f,\"late_p50_ms\":%d,\"late_p99_ms\":%d,"
                        + "\"late_max_ms\":%d,\"cpu_sec\":%.2f,\"cpu_us_per_check\":%.1f,"
                        + "\"rss_mb\":%.1f,\"backlog\":%d",
                ports.size(),
                interval.toSeconds(),
                seconds,
                checks,
                checks / seconds,
                lateness.percentile(0.5),
                lateness.percentile(0.99),
                lateness.percentile(1),
                cpu,
                cpu * 1e6 / Math.max(1, checks),
                after.residentKb() / 1024.0,
                caretaker.backlog());
    }

    /// What the store has kept since the start, from its roll-ups.
    private String stored(Store store) throws IOException {
        long up = 0;
        long notUp = 0;
        Instant from = Instant.now().minus(Duration.ofDays(1));
        Instant to = Instant.now().plus(Duration.ofHours(1));
        for (Service service : store.inventory().read().services()) {
            for (HourlyRollup hour : store.history().rollups(service.id(), from, to)) {
                up += hour.up();
                notUp += hour.down() + hour.unknown();
            }
        }
        return String.format(
                Locale.ROOT,
                "\"rows_up\":%d,\"rows_not_up\":%d,\"store_mb\":%.2f",
                up,
                notUp,
                bytesIn(directory) / 1048576.0);
    }

    private static long bytesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(each -> each.toFile().length())
                    .sum();
        }
    }
}
