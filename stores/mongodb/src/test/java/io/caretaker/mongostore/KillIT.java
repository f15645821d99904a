package io.caretaker.mongostore;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.testkit.store.HistorySamples;
import java.io.BufferedReader;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A writer is killed at any moment of a change or a batch, again and again.
class KillIT {
    private static final int KILLS = 15;
    private static final int NO_END = 1_000_000;
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private final TestServer server = new TestServer();
    private int inventory = -1;
    private int history = -1;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void nothing_is_half_written_or_counted_twice_whenever_a_writer_is_killed() throws Exception {
        var random = new Random(20_261_122);
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(2 + random.nextInt(12), random.nextInt(40_000_000));
            try (MongoStore store = server.open()) {
                assertWholeChange(store.inventory().read());
                assertCounted(store);
                store.history().append(WritingProcess.batch("w", history));
                store.history().append(WritingProcess.batch("w", history + 1));
                assertCounted(store);
            }
        }
        assertThat(inventory).isGreaterThan(KILLS);
        assertNoNoteIsLeft();
    }

    /// What was noted and never decided goes with the next change.
    private void assertNoNoteIsLeft() {
        try (MongoStore store = server.open()) {
            store.inventory().apply(List.of(), WritingProcess.START);
        }
        assertThat(server.outside().getCollection("caretaker_changes").countDocuments()).isZero();
    }

    private void runAndKill(int lines, long nanos) throws Exception {
        Process writer =
                WritingProcess.start(server.uri(), "w", Math.max(inventory, history) + 1, NO_END);
        try (BufferedReader out = writer.inputReader()) {
            int seen = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line);
                if (++seen == lines) {
                    // Not right after a line, but somewhere in what follows it.
                    LockSupport.parkNanos(nanos);
                    writer.toHandle().destroyForcibly();
                }
            }
            assertThat(seen).isGreaterThanOrEqualTo(lines);
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor()).isEqualTo(128 + 9);
    }

    private void note(String line) {
        String[] words = line.split(" ", 2);
        if (words.length == 2 && !words[1].isEmpty()) {
            int number = Integer.parseInt(words[1]);
            if (words[0].equals("history")) {
                history = number;
            } else {
                inventory = number;
            }
        }
    }

    /// What the last number said, or the next one; never anything between.
    private void assertWholeChange(Inventory found) {
        Optional<Host> host = found.host(WritingProcess.hostId("w"));
        if (host.isEmpty()) {
            assertThat(found.services()).isEmpty();
            return;
        }
        String environment = host.get().placement().environment();
        assertThat(environment).isIn("stage" + inventory, "stage" + (inventory + 1));
        assertThat(found.services())
                .hasSize(WritingProcess.SERVICES)
                .extracting(Service::environment)
                .containsOnly(environment);
        assertThat(server.outside().getCollection("services").find())
                .allSatisfy(each -> assertThat(each).containsEntry("environment", environment));
    }

    private void assertCounted(MongoStore store) {
        for (int i = 0; i < 5; i++) {
            var service = new ServiceId("w-" + i);
            List<HistoryEntry> rows =
                    store.history().recent(service, NO_END).stream()
                            .sorted(Comparator.comparing(HistoryEntry::timestamp))
                            .toList();
            assertThat(store.history().rollups(service, Instant.EPOCH, FAR))
                    .isEqualTo(HistorySamples.recounted(rows));
        }
    }

    @Test
    void two_processes_at_once_lose_nothing_and_mix_nothing() throws Exception {
        List<Process> both =
                List.of(
                        WritingProcess.start(server.uri(), "a", 0, 21),
                        WritingProcess.start(server.uri(), "b", 0, 21));
        for (Process each : both) {
            each.getInputStream().readAllBytes();
            assertThat(each.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            assertThat(each.exitValue()).isZero();
        }

        try (MongoStore store = server.open()) {
            Inventory found = store.inventory().read();
            assertThat(found.hosts()).hasSize(2);
            assertThat(found.services())
                    .hasSize(2 * WritingProcess.SERVICES)
                    .extracting(Service::environment)
                    .containsOnly("stage20");
            assertThat(
                            store.history().rollups(Instant.EPOCH, FAR).stream()
                                    .mapToLong(hour -> hour.up() + hour.down())
                                    .sum())
                    .isEqualTo(
                            server.outside().getCollection("monitoring_history").countDocuments());
            assertThat(store.history().uptimes(Instant.EPOCH)).hasSize(10);
        }
    }
}
