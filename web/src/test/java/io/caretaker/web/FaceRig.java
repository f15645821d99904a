package io.caretaker.web;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.secret.Secret;
import io.caretaker.server.Caretaker;
import io.caretaker.server.Policy;
import io.caretaker.server.Ports;
import io.caretaker.server.care.Lockdowns;
import io.caretaker.server.change.ChangeJournal;
import io.caretaker.server.desk.ConnectionTest;
import io.caretaker.server.desk.DatabasePorts;
import io.caretaker.server.discover.Adoption;
import io.caretaker.server.discover.Discovery;
import io.caretaker.server.discover.Findings;
import io.caretaker.server.discover.LocalEntries;
import io.caretaker.server.tell.AlertDesk;
import io.caretaker.server.tell.AlertingSetup;
import io.caretaker.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A running face over a real daemon, whose services answer as the test says and whose store and
/// hosts are in memory. It listens on a free port of this machine.
///
/// The host `db1` with the services `orders` and `wiki`, and the host `web1` with `shop`, are there
/// unless the test gives others.
public final class FaceRig implements AutoCloseable {
    public static final Outcome UP = new Outcome.Up("answers");

    private final QuietHost host = new QuietHost();
    private final Path directory;
    private final InMemoryStore store = new InMemoryStore();
    private final Map<ServiceId, Outcome> answers = new ConcurrentHashMap<>();
    private final AtomicReference<InstantSource> clock =
            new AtomicReference<>(InstantSource.system());
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final Caretaker caretaker;
    private final Face face;

    private FaceRig(Path directory, WebSettings settings, List<Service> services) {
        this.directory = directory;
        put(services);
        this.caretaker = new Caretaker(ports(), Policy.standard(directory));
        caretaker.start();
        try {
            this.face = Face.serve(daemon(), settings);
        } catch (Problem problem) {
            caretaker.close();
            throw problem;
        }
    }

    /// Begins to serve with the usual settings and services.
    ///
    /// @param directory an empty one, which becomes the state directory
    public static FaceRig in(Path directory) {
        return in(directory, free());
    }

    /// Begins to serve with other settings; their addresses should have port 0.
    public static FaceRig in(Path directory, WebSettings settings) {
        return in(
                directory,
                settings,
                List.of(service("db1", "orders"), service("db1", "wiki"), service("web1", "shop")));
    }

    /// Begins to serve these services; their hosts are made.
    public static FaceRig in(Path directory, WebSettings settings, List<Service> services) {
        return new FaceRig(directory, settings, services);
    }

    /// The usual settings, on a free port.
    public static WebSettings free() {
        return WebSettings.on(List.of(new ListenAddress("127.0.0.1", 0)), true);
    }

    /// A service that is checked every second and never healed.
    public static Service service(String host, String name) {
        return new Service(
                new ServiceId(name),
                new HostId(host),
                name + ".service",
                ServiceType.OTHER,
                null,
                null,
                new CheckSpec.Custom(List.of("check"), Map.of()),
                null,
                new Monitoring(
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        1,
                        Duration.ofMillis(20)),
                RecoveryPolicy.DEFAULT,
                new ServiceControl.Systemd(name + ".service"),
                List.of(),
                List.of(),
                Alerting.DEFAULT,
                Care.DEFAULT,
                "production",
                "here",
                List.of(),
                List.of(),
                Origin.MANAGED,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private void put(List<Service> services) {
        var changes = new ArrayList<InventoryChange>();
        services.stream().map(Service::hostId).distinct().forEach(id -> changes.add(host(id)));
        services.forEach(service -> changes.add(new InventoryChange.PutService(service)));
        store.inventory().apply(changes, Instant.EPOCH);
    }

    private static InventoryChange host(HostId id) {
        return new InventoryChange.PutHost(
                new Host(
                        id,
                        id.value() + ".test",
                        "10.0.0.1",
                        Placement.of("production", "here"),
                        new SshConfig("care", 22, null, false),
                        HostMetadata.NONE,
                        HostStatus.ACTIVE,
                        Origin.MANAGED,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null));
    }

    private Ports ports() {
        Probe probe = (service, _, _, _) -> ProbeReply.of(answers.getOrDefault(service.id(), UP));
        return new Ports(
                store,
                host,
                host,
                Map.of(
                        CheckSpec.Custom.class, probe,
                        CheckSpec.Unit.class, probe,
                        CheckSpec.Tcp.class, probe,
                        CheckSpec.Http.class, probe,
                        CheckSpec.Database.class, probe),
                (_, _) -> new NameResolver.Resolution.Found(List.of()),
                List.of(),
                new AlertDesk(List.of()),
                AlertingSetup.NONE,
                this::now,
                System::nanoTime,
                new Random(7));
    }

    /// The daemon as the face knows it.
    public Daemon daemon() {
        return new Daemon(
                caretaker, store, this::now, System::nanoTime, "here", "1.2.3", directory, tools());
    }

    /// With no engine, so that no database can be asked, and on a machine where nothing runs.
    private Tools tools() {
        var entries =
                new LocalEntries(
                        "here",
                        Placement.of("production", "here"),
                        HostLimits.DEFAULT,
                        Monitoring.DEFAULT,
                        RecoveryPolicy.DEFAULT,
                        Care.DEFAULT,
                        this::now);
        var lockdowns =
                new Lockdowns(
                        new ChangeJournal(directory.resolve("changes")), caretaker::inventory);
        return new Tools(
                new DatabasePorts(
                        List::of,
                        caretaker::checks,
                        () -> host,
                        store::audit,
                        lockdowns::words,
                        this::now,
                        System::nanoTime),
                (now, inventory) ->
                        new ServiceDefaults(
                                Monitoring.DEFAULT,
                                false,
                                RecoveryPolicy.DEFAULT,
                                Alerting.DEFAULT,
                                Care.DEFAULT,
                                Origin.MANAGED,
                                now,
                                inventory::host),
                () -> lockdowns,
                () -> new Discovery(host, List.of()),
                () -> new Findings(List::of, entries),
                () ->
                        new Adoption(
                                store,
                                host,
                                List.of(),
                                entries,
                                directory,
                                this::now,
                                System::nanoTime),
                () ->
                        new ConnectionTest(
                                (kind, _) -> {
                                    throw new Problem(
                                            ProblemCode.INVALID, "no adapter for " + kind, "");
                                },
                                _ -> Secret.of(""),
                                () -> host,
                                this::now,
                                System::nanoTime),
                yaml -> document("valid", yaml.isEmpty(), "problems", List.of()),
                Duration.ofDays(30),
                ZoneOffset.UTC,
                FaceRig::document);
    }

    private static Map<String, @Nullable Object> document(Object... pairs) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            document.put((String) pairs[i], pairs[i + 1]);
        }
        return document;
    }

    private Instant now() {
        return clock.get().instant();
    }

    /// From now on it is that late, also for the daemon.
    public FaceRig at(InstantSource time) {
        clock.set(time);
        return this;
    }

    /// From now on the service's check finds that.
    public FaceRig answering(String service, Outcome outcome) {
        answers.put(new ServiceId(service), outcome);
        return this;
    }

    public InMemoryStore store() {
        return store;
    }

    public Caretaker caretaker() {
        return caretaker;
    }

    public Face face() {
        return face;
    }

    /// The address of a path.
    public URI address(String path) {
        return URI.create(face.addresses().getFirst()).resolve(path);
    }

    /// A request, to be given a method; headers as names and values in turn.
    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /// As it was sent, also when it is compressed.
    public HttpResponse<byte[]> bytes(String path, String... headers) {
        return send(request(path, headers).GET(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        face.close();
        caretaker.close();
        client.close();
    }
}
