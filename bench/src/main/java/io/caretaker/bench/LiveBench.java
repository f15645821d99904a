package io.caretaker.bench;

import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.server.Caretaker;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.WebSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The whole daemon with its face, first alone, then while dashboards listen to it. Who listens is
/// a process of its own. Prints one line of JSON.
///
/// Arguments: file with the ports, interval in seconds, number of streams, seconds of warm-up,
/// seconds to measure each time, directory for the store, which page is open: `overview`, `every`,
/// or those of a `database` with 100 sessions.
public final class LiveBench {
    private final Duration interval;
    private final int streams;
    private final Duration warmUp;
    private final Duration measured;
    private final Path directory;
    private final String open;
    private final List<Integer> ports;

    private LiveBench(String[] args) throws IOException {
        ports = Files.readAllLines(Path.of(args[0])).stream().map(Integer::valueOf).toList();
        interval = Duration.ofSeconds(Long.parseLong(args[1]));
        streams = Integer.parseInt(args[2]);
        warmUp = Duration.ofSeconds(Long.parseLong(args[3]));
        measured = Duration.ofSeconds(Long.parseLong(args[4]));
        directory = Path.of(args[5]);
        open = args[6];
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new LiveBench(args).run();
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
        var settings = WebSettings.on(List.of(new ListenAddress("127.0.0.1", 0)), true);
        try (var wiring = new Wiring(Blueprint.standard(directory, "bench"), List.of())) {
            wiring.store().inventory().apply(Entries.listeners(ports, monitoring), Instant.now());
            if (open.equals("database")) {
                try (var database = BusyDatabase.start(directory)) {
                    wiring.store().inventory().apply(List.of(database.entry()), Instant.now());
                    serve(wiring, settings);
                }
            } else {
                serve(wiring, settings);
            }
        }
    }

    private void serve(Wiring wiring, WebSettings settings)
            throws IOException, InterruptedException {
        try (Caretaker caretaker = wiring.caretaker()) {
            caretaker.start();
            try (var face = Face.serve(wiring.daemon(), settings)) {
                System.out.println("{" + measure(face) + "}");
            }
        }
    }

    private String measure(Face face) throws IOException, InterruptedException {
        Thread.sleep(warmUp);
        Used alone = used();
        int port = URI.create(face.addresses().getFirst()).getPort();
        Used listened = listened(port, pages());
        return String.format(
                Locale.ROOT,
                "\"services\":%d,\"interval_sec\":%d,\"streams\":%d,\"open\":\"%s\","
                        + "\"cpu_percent_alone\":%.2f,\"cpu_percent_listened\":%.2f,"
                        + "\"rss_mb_alone\":%.1f,\"rss_mb_listened\":%.1f",
                ports.size(),
                interval.toSeconds(),
                streams,
                open,
                alone.percent(),
                listened.percent(),
                alone.residentMb(),
                listened.residentMb());
    }

    private List<String> pages() {
        return switch (open) {
            case "every" -> everyPage();
            case "database" ->
                    List.of(
                            "/live/databases/" + BusyDatabase.SERVICE + "/sessions",
                            "/live/databases/" + BusyDatabase.SERVICE,
                            "/live/databases");
            default -> List.of("/live/overview");
        };
    }

    /// One of each kind that shows something here.
    private List<String> everyPage() {
        return List.of(
                "/live/overview",
                "/live/services/listener_" + ports.getFirst(),
                "/live/alerts",
                "/live/approvals",
                "/live/databases",
                "/live/mutes",
                "/live/channels",
                "/live/inventory",
                "/live/audit",
                "/live/frame");
    }

    private Used listened(int port, List<String> paths) throws IOException, InterruptedException {
        Process listeners = listeners(port, paths);
        try {
            Thread.sleep(Duration.ofSeconds(10));
            Used used = used();
            if (!listeners.isAlive()) {
                throw new IOException("those who listen have not stayed");
            }
            return used;
        } finally {
            listeners.destroy();
            listeners.waitFor();
        }
    }

    private record Used(double percent, double residentMb) {}

    private Used used() throws IOException, InterruptedException {
        OwnUsage before = OwnUsage.now();
        long began = System.nanoTime();
        Thread.sleep(measured);
        OwnUsage after = OwnUsage.now();
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Used(
                100 * (after.cpuSeconds() - before.cpuSeconds()) / seconds,
                after.residentKb() / 1024.0);
    }

    private Process listeners(int port, List<String> paths) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
        command.addAll(
                List.of(
                        StreamListeners.class.getName(),
                        String.valueOf(port),
                        String.valueOf(streams)));
        command.addAll(paths);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
