package io.caretaker.cli.demo;

import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.server.Caretaker;
import io.caretaker.server.Policy;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.WebSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The demonstration, act by act: the whole of caretaker on servers of its own. Uses nothing that a
/// real installation would not.
final class Demo implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Story story;
    private final DemoGround ground;
    private final Wiring wiring;
    private final List<Throwaway> servers = new ArrayList<>();
    private final Map<ServiceId, Throwaway> adopted = new LinkedHashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable Face face;

    Demo(Story story, DemoGround ground) {
        this.story = story;
        this.ground = ground;
        this.wiring = new Wiring(blueprint(ground), List.of());
    }

    /// Patient enough for a real server, quick enough for somebody who watches: short cooldowns,
    /// many attempts.
    private static Blueprint blueprint(DemoGround ground) {
        var policy =
                new RecoveryPolicy(
                        true,
                        new RecoveryAction.Restart(),
                        100,
                        Duration.ofSeconds(2),
                        false,
                        Duration.ofMinutes(1),
                        100,
                        Duration.ofSeconds(60));
        var monitoring =
                new Monitoring(
                        true,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        3,
                        Duration.ofSeconds(1));
        var state = ground.directory().resolve("state");
        return new Blueprint(
                state,
                state,
                "demo",
                Placement.of("demo", "local"),
                Policy.standard(state),
                monitoring,
                policy,
                Care.DEFAULT,
                HostLimits.DEFAULT,
                Duration.ofMinutes(1),
                List.of(),
                Map.of());
    }

    /// Plays everything; acts that build on one that failed are left out.
    void play() throws InterruptedException {
        story.say("Everything happens in " + ground.directory() + " and is removed afterwards.");
        choose();
        List<Throwaway> running = new ArrayList<>();
        for (Throwaway server : servers) {
            if (start(server)) {
                running.add(server);
            }
        }
        if (running.isEmpty() || !watch() || !serve()) {
            return;
        }
        for (Throwaway server : running) {
            if (adopt(server)) {
                ServiceId id = lastAdopted();
                if (check(server, id) && crash(server, id)) {
                    history(server, id);
                }
            }
        }
    }

    private ServiceId lastAdopted() {
        return List.copyOf(adopted.keySet()).getLast();
    }

    private void choose() throws InterruptedException {
        story.act(
                "prepare",
                "postgresql",
                "looking for PostgreSQL's programs",
                _ -> {
                    servers.add(new ThrowawayPostgres(ground));
                    return "found";
                });
        ThrowawayMariaDb.ifInstalled(ground)
                .ifPresentOrElse(
                        servers::add,
                        () -> story.say("  MariaDB is not installed here and is left out."));
    }

    private boolean start(Throwaway server) throws InterruptedException {
        return story.act(
                "start",
                server.name(),
                "starting a throw-away " + server.name(),
                figures -> {
                    server.start();
                    figures.put("port", (long) server.port());
                    return "runs on port " + server.port() + " as process " + pidOf(server);
                });
    }

    private boolean watch() throws InterruptedException {
        return story.act(
                "watch",
                "caretaker",
                "starting caretaker itself",
                _ -> {
                    wiring.caretaker().start();
                    wiring.discoveryLoop().once();
                    return "it watches "
                            + wiring.store().inventory().read().services().size()
                            + " services that it found by itself";
                });
    }

    /// The dashboard where it usually is, or where there is room.
    private boolean serve() throws InterruptedException {
        return story.act(
                "serve",
                "dashboard",
                "serving the dashboard",
                _ -> {
                    Face served = face();
                    face = served;
                    return "look at " + served.addresses().getFirst();
                });
    }

    private Face face() {
        try {
            return Face.serve(wiring.daemon(), WebSettings.USUAL);
        } catch (Problem problem) {
            if (problem.code() != ProblemCode.LOCKED) {
                throw problem;
            }
            List<ListenAddress> anywhere =
                    WebSettings.USUAL.listen().stream().map(each -> each.withPort(0)).toList();
            return Face.serve(wiring.daemon(), WebSettings.on(anywhere, true));
        }
    }

    private boolean adopt(Throwaway server) throws InterruptedException {
        return story.act(
                "adopt",
                server.name(),
                "adopting " + server.name() + " with an account of its own",
                _ -> {
                    LocalServer found =
                            wiring.discovery().find().stream()
                                    .filter(each -> each.port() == server.port())
                                    .findFirst()
                                    .orElseThrow(() ->
                                            failed(
                                                    "it was not found among the processes of this machine"));
                    Service service = wiring.adoption().adopt(found, true, "demo");
                    adopted.put(service.id(), server);
                    return service.id() + " logs in as a monitor that may read no table";
                });
    }

    private boolean check(Throwaway server, ServiceId id) throws InterruptedException {
        return story.act(
                "check",
                server.name(),
                "checking " + server.name(),
                figures -> {
                    Caretaker caretaker = wiring.caretaker();
                    await(
                            () ->
                                    caretaker
                                            .inventory()
                                            .service(id)
                                            .filter(service ->
                                                    service.check() instanceof CheckSpec.Database)
                                            .isPresent(),
                            "the daemon did not take the adopted service over");
                    Service service = caretaker.inventory().service(id).orElseThrow();
                    CheckResult result =
                            wiring.checks().run(service, caretaker.inventory().hostOf(service));
                    if (!Status.of(result.reply().outcome()).up()) {
                        throw failed(result.reply().outcome().message());
                    }
                    Double connections = result.reply().metrics().get("connections");
                    figures.put("response_ms", result.took().toMillis());
                    await(
                            () ->
                                    caretaker.state(id).status().up()
                                            && caretaker.pid(id).orElse(0L) == pidOf(server),
                            "the daemon does not see it as up");
                    return result.reply().outcome().message()
                            + (connections == null
                                    ? ""
                                    : ", " + connections.longValue() + " connections");
                });
    }

    private boolean crash(Throwaway server, ServiceId id) throws InterruptedException {
        long victim = pidOf(server);
        return story.act(
                "crash",
                server.name(),
                "killing " + server.name() + " (process " + victim + ") with SIGKILL",
                figures -> {
                    var timer = new CrashTimer(id);
                    wiring.caretaker().board().listen(timer);
                    timer.arm();
                    long crashed = System.nanoTime();
                    ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly);
                    if (!timer.awaitDown(LIMIT)) {
                        throw failed("its death was not noticed");
                    }
                    figures.put("detected_ms", timer.downAfterMillis(crashed));
                    if (!timer.awaitUp(LIMIT)) {
                        throw failed(
                                "it was not healed: " + wiring.caretaker().state(id).message());
                    }
                    figures.put("healed_ms", timer.upAfterMillis(crashed));
                    if (pidOf(server) == victim) {
                        throw failed("it was never dead");
                    }
                    return "noticed after "
                            + figures.get("detected_ms")
                            + " ms, back as process "
                            + pidOf(server)
                            + " after "
                            + figures.get("healed_ms")
                            + " ms";
                });
    }

    private void history(Throwaway server, ServiceId id) throws InterruptedException {
        story.act(
                "history",
                server.name(),
                "reading what was kept of it",
                _ -> {
                    await(() -> recoveries(id) == 1, "the recovery is not in the history");
                    if (!wiring.caretaker().flush(LIMIT)) {
                        throw failed("the history was not written in time");
                    }
                    List<HistoryEntry> rows = wiring.store().history().recent(id, 1000);
                    boolean sawDeath = rows.stream().anyMatch(row -> row.status().down());
                    if (!sawDeath || wiring.store().audit().recent(id.value(), 10).isEmpty()) {
                        throw failed("death or recovery is missing in " + rows.size() + " rows");
                    }
                    return rows.size() + " rows, the death and the recovery among them";
                });
    }

    private long recoveries(ServiceId id) {
        return wiring.store().history().recent(id, 1000).stream()
                .map(HistoryEntry::recovery)
                .filter(note -> note != null && note.success())
                .count();
    }

    /// The services and the servers behind them, for the live view.
    Map<ServiceId, Throwaway> adopted() {
        return Map.copyOf(adopted);
    }

    ServiceState state(ServiceId id) {
        return wiring.caretaker().state(id);
    }

    List<HistoryEntry> newest(ServiceId id, int limit) {
        return wiring.store().history().recent(id, limit);
    }

    /// Whether the end has begun.
    boolean ending() {
        return ended.get();
    }

    private static long pidOf(Throwaway server) {
        OptionalLong pid = server.pid();
        return pid.orElse(-1);
    }

    private static Problem failed(String message) {
        return new Problem(ProblemCode.FAILED, message, "");
    }

    private static void await(BooleanSupplier condition, String otherwise)
            throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw failed(otherwise);
            }
            Thread.sleep(LOOK);
        }
    }

    /// Stops caretaker first, so that it does not heal what is ended on purpose, then the servers,
    /// then removes the directory.
    @Override
    public void close() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            story.act("end", "everything", "ending everything that was started", _ -> end());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String end() throws InterruptedException {
        if (face != null) {
            face.close();
        }
        wiring.caretaker().close();
        wiring.close();
        for (Throwaway server : servers) {
            server.end();
        }
        ground.remove();
        return "nothing is left behind";
    }
}
