package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.audit.AuditLog.Verification;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.sqlite.SqliteStore;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Caretaker itself is killed, again and again, while it heals and writes.
class KilledCaretakerStoryIT {
    private static final int ROUNDS = 12;
    private static final int LATEST_MILLIS = 2500;
    private static final Duration SLOW_START = Duration.ofSeconds(1);

    @TempDir Path directory;

    @Test
    void whenever_it_is_killed_the_next_one_goes_on_where_it_was() throws Exception {
        try (var server = PostgresServer.startNew()) {
            Service service = prepare(server);
            var random = new Random(20);
            int serversKilled = 0;
            int interrupted = 0;
            int attempts = 0;
            var acknowledged = new ArrayList<Instant>();
            for (int round = 0; round < ROUNDS; round++) {
                try (var caretaker = ForkedCaretaker.on(directory).awaitWatching()) {
                    if (kill(server)) {
                        serversKilled++;
                    }
                    pass(Duration.ofMillis(random.nextInt(LATEST_MILLIS)));
                    acknowledged.addAll(history(service));
                    caretaker.kill();
                }
                RecoveryState state = recovery(service);
                assertThat(state.attempts()).isGreaterThanOrEqualTo(attempts);
                attempts = state.attempts();
                interrupted += state.inFlight() == null ? 0 : 1;
            }

            try (var daemon = Daemon.in(directory).start()) {
                daemon.awaitUp(service);
                assertThat(daemon.store.audit().verify()).isInstanceOf(Verification.Intact.class);
                assertThat(interrupted).isPositive();
                assertThat(endedDuring(daemon, service)).hasSize(interrupted);
                assertThat(Set.copyOf(times(daemon.history(service.id()))))
                        .containsAll(acknowledged);
                assertThat(timesReady(server)).isEqualTo(serversKilled + 1);
            }
        }
    }

    private Service prepare(PostgresServer server) throws InterruptedException {
        try (var daemon = Daemon.in(directory)) {
            daemon.recovery =
                    new RecoveryPolicy(
                            true,
                            new RecoveryAction.Restart(),
                            100,
                            Duration.ZERO,
                            false,
                            Duration.ofMinutes(10),
                            100,
                            Duration.ofSeconds(20));
            Service service = daemon.adopt(server.port());
            daemon.startSlowly(service, SLOW_START);
            return service;
        }
    }

    /// Ends whichever server runs on the data; whether there was one that takes log-ins.
    private static boolean kill(PostgresServer server) throws IOException {
        List<String> lock = lock(server);
        if (lock.size() < 8 || !lock.get(7).startsWith("ready")) {
            return false;
        }
        long pid = Long.parseLong(lock.getFirst());
        String program = ProcessHandle.of(pid).flatMap(it -> it.info().command()).orElse("");
        if (!program.endsWith("/postgres")) {
            return false;
        }
        Programs.signal("KILL", pid);
        return true;
    }

    private static List<String> lock(PostgresServer server) throws IOException {
        Path file = server.dataDirectory().resolve("postmaster.pid");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() > end);
    }

    private List<Instant> history(Service service) {
        try (var store = SqliteStore.openReadOnly(directory.resolve("store"))) {
            return times(store.history().recent(service.id(), 1000));
        }
    }

    private static List<Instant> times(List<HistoryEntry> rows) {
        return rows.stream().map(HistoryEntry::timestamp).toList();
    }

    private RecoveryState recovery(Service service) {
        try (var store = SqliteStore.openReadOnly(directory.resolve("store"))) {
            return store.recovery()
                    .states()
                    .getOrDefault(service.id(), RecoveryState.fresh(service.id()));
        }
    }

    private static List<AuditRecord> endedDuring(Daemon daemon, Service service) {
        return daemon.store.audit().recent(service.id().value(), 1000).stream()
                .filter(record -> record.entry().message().contains("ended during this step"))
                .toList();
    }

    private static long timesReady(PostgresServer server) {
        return server.log()
                .lines()
                .filter(line -> line.contains("is ready to accept connections"))
                .count();
    }
}
