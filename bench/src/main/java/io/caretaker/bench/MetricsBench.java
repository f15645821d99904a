package io.caretaker.bench;

import com.sun.management.ThreadMXBean;
import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.server.Caretaker;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.WebSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// What reading `/metrics` costs a daemon that has looked at everything once and rests since then.
///
/// Arguments: services, how many of them are databases, metrics of each, directory for the store.
public final class MetricsBench {
    private static final int WARM_UP = 200;
    private static final ThreadMXBean ALLOCATION =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SCRAPES = 200;
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
    private static final String PROMETHEUS = "text/plain; version=0.0.4";

    private final int services;
    private final int databases;
    private final int metrics;
    private final Path directory;
    private final Random random = new Random(1);

    private MetricsBench(String[] args) {
        services = Integer.parseInt(args[0]);
        databases = Integer.parseInt(args[1]);
        metrics = Integer.parseInt(args[2]);
        directory = Path.of(args[3]);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new MetricsBench(args).run();
    }

    private void run() throws IOException, InterruptedException {
        try (var wiring = new Wiring(Blueprint.standard(directory, "bench"), List.of())) {
            wiring.store().inventory().apply(inventory(), Instant.now());
            Caretaker caretaker = wiring.caretaker();
            caretaker.board().use(wiring.store().inventory().read());
            caretaker.inventory().services().forEach(service -> look(caretaker, service));
            try (Face face =
                    Face.serve(
                            wiring.daemon(),
                            WebSettings.on(List.of(new ListenAddress("127.0.0.1", 0)), true))) {
                var uri = URI.create(face.addresses().getFirst() + "metrics");
                System.out.printf(
                        "%-34s %8s %8s %8s %10s %12s %14s%n",
                        "", "p50, ms", "p95, ms", "max, ms", "KB", "CPU, ms", "allocated, KB");
                row("Prometheus", request(uri, PROMETHEUS, false));
                row("Prometheus, gzip", request(uri, PROMETHEUS, true));
                row("OpenMetrics", request(uri, OPEN_METRICS, false));
                row("OpenMetrics, gzip", request(uri, OPEN_METRICS, true));
            }
        }
    }

    private List<InventoryChange> inventory() {
        var changes = new ArrayList<InventoryChange>(List.of(Entries.host()));
        for (int i = 0; i < services; i++) {
            boolean database = i < databases;
            changes.add(
                    Entries.service(
                            "service_" + i,
                            new ServiceType(database ? "postgresql" : "other"),
                            database ? database(i) : tcp(i),
                            Monitoring.DEFAULT,
                            RecoveryPolicy.DEFAULT,
                            new ServiceControl.None()));
        }
        return changes;
    }

    private static CheckSpec tcp(int number) {
        return new CheckSpec.Tcp("127.0.0.1", 1 + number, null, null);
    }

    private static CheckSpec database(int number) {
        return new CheckSpec.Database(
                new DatabaseTarget(
                        EngineKind.POSTGRESQL,
                        "127.0.0.1",
                        1 + number,
                        null,
                        null,
                        null,
                        DatabaseTarget.TlsMode.DEFAULT,
                        null),
                TunnelUse.NEVER);
    }

    private void look(Caretaker caretaker, Service service) {
        var found = Metrics.NONE;
        if (service.check() instanceof CheckSpec.Database) {
            var builder = Metrics.builder();
            MetricNames.known().stream()
                    .limit(metrics)
                    .forEach(name -> builder.put(name, random.nextInt(1_000_000) / 64.0));
            found = builder.build();
            caretaker.health().judge(service, found);
        }
        caretaker
                .board()
                .record(
                        new CheckResult(
                                service,
                                CheckType.STATUS_CHECK,
                                new ProbeReply(new Outcome.Up("answers"), found),
                                Instant.now(),
                                Duration.ofNanos(1_000_000 + random.nextInt(50_000_000)),
                                false));
        caretaker.board().uptime(service.id(), 99.97);
    }

    private static HttpRequest request(URI uri, String accepted, boolean compressed) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .header("Accept", accepted)
                        .timeout(Duration.ofMinutes(1));
        return (compressed ? request.header("Accept-Encoding", "gzip") : request).build();
    }

    private void row(String name, HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < WARM_UP; i++) {
                scrape(client, request);
            }
            var nanos = new long[SCRAPES];
            long bytes = 0;
            double cpu = OwnUsage.now().cpuSeconds();
            long allocated = ALLOCATION.getTotalThreadAllocatedBytes();
            for (int i = 0; i < SCRAPES; i++) {
                long began = System.nanoTime();
                bytes = scrape(client, request);
                nanos[i] = System.nanoTime() - began;
            }
            cpu = OwnUsage.now().cpuSeconds() - cpu;
            allocated = ALLOCATION.getTotalThreadAllocatedBytes() - allocated;
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %8.1f %8.1f %8.1f %10d %12.1f %14d%n",
                    name,
                    nanos[SCRAPES / 2] / 1e6,
                    nanos[SCRAPES * 95 / 100] / 1e6,
                    nanos[SCRAPES - 1] / 1e6,
                    bytes / 1024,
                    cpu * 1000 / SCRAPES,
                    allocated / SCRAPES / 1024);
        }
    }

    private static long scrape(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.body().length;
    }
}
