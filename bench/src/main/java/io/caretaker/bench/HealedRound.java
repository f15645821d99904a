package io.caretaker.bench;

import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.status.Transition;
import io.caretaker.server.Caretaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One kill, healed by a daemon that has just started and checks the server once a minute.
record HealedRound(Victim victim, Path state) {
    private static final ServiceId ID = new ServiceId("postgres");
    private static final long LONGEST_SECONDS = 60;

    /// Milliseconds after the kill, and how many starts it took.
    record Times(double noticed, double issued, double ready, double healthy, int starts) {}

    Times run() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        victim.work();
        try (var wiring = new Wiring(blueprint(), List.of())) {
            wiring.store().inventory().apply(List.of(Entries.host(), service()), Instant.now());
            try (Caretaker caretaker = wiring.caretaker()) {
                caretaker.start();
                while (caretaker.pid(ID).isEmpty()) {
                    Thread.sleep(10);
                }
                return crash(caretaker);
            }
        }
    }

    private Times crash(Caretaker caretaker)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var noticed = moment(caretaker, Transition.Kind.HARD_DOWN);
        var healthy = moment(caretaker, Transition.Kind.HARD_UP);
        long began = System.nanoTime();
        Instant clock = Instant.now();
        var ready = victim.ready(victim.kill());
        double down = (noticed.get(LONGEST_SECONDS, TimeUnit.SECONDS) - began) / 1e6;
        double up = (healthy.get(LONGEST_SECONDS, TimeUnit.SECONDS) - began) / 1e6;
        double accepts = (ready.get(LONGEST_SECONDS, TimeUnit.SECONDS) - began) / 1e6;
        List<Instant> starts = starts();
        double issued = Duration.between(clock, starts.getFirst()).toNanos() / 1e6;
        return new Times(down, issued, accepts, up, starts.size());
    }

    private static CompletableFuture<Long> moment(Caretaker caretaker, Transition.Kind kind) {
        var at = new CompletableFuture<Long>();
        caretaker
                .board()
                .listen((_, transition) -> {
                    if (transition.kind() == kind) {
                        at.complete(System.nanoTime());
                    }
                });
        return at;
    }

    private Path stamp() {
        return victim.postgres().socketDirectory().resolve(state.getFileName() + ".started");
    }

    /// When the start command ran.
    private List<Instant> starts() throws IOException {
        var moments = new ArrayList<Instant>();
        for (String line : Files.readAllLines(stamp())) {
            String[] parts = line.split("\\.", -1);
            moments.add(Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        }
        return moments;
    }

    private Blueprint blueprint() {
        var usual = Blueprint.standard(state, "bench");
        return new Blueprint(
                usual.state(),
                usual.store(),
                usual.node(),
                usual.placement(),
                usual.policy(),
                usual.monitoring(),
                usual.recovery(),
                usual.care(),
                usual.hostLimits(),
                usual.discoveryInterval(),
                usual.notifyCommand(),
                Map.of("POSTGRES_TEST_PASSWORD", victim.postgres().password().reveal()));
    }

    private InventoryChange service() {
        return Entries.service(
                ID.value(),
                new ServiceType("postgresql"),
                new CheckSpec.Database(victim.postgres().target()),
                Monitoring.DEFAULT,
                RecoveryPolicy.DEFAULT.optedIn(true),
                new ServiceControl.Commands(
                        stamped(victim.startCommand()),
                        List.of(),
                        List.of(),
                        List.of(),
                        victim.postgres().user()));
    }

    private List<String> stamped(List<String> command) {
        return List.of(
                "sh", "-c", "date +%s.%N >>" + stamp() + "; exec " + String.join(" ", command));
    }
}
