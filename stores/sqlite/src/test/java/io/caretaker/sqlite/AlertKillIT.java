package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.testkit.store.AlertTurns;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What tells people is killed at any instant, again and again; no alert is marked told without the
/// message that tells of it. `-Drounds` sets how often.
class AlertKillIT {
    private static final int ROUNDS = Integer.getInteger("rounds", 50);
    private static final int MOST_TURNS = 6;
    private static final int LONGEST_NANOS = 5_000_000;

    @TempDir Path directory;
    private int told = -1;

    @Test
    void no_alert_is_marked_told_without_its_message_whenever_the_writer_is_killed()
            throws Exception {
        var random = new Random(20_261_122);
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(1 + random.nextInt(MOST_TURNS), random.nextInt(LONGEST_NANOS));
            try (var store = SqliteStore.openReadOnly(directory)) {
                assertWhole(store.alerts());
            }
        }
        assertThat(told).isGreaterThanOrEqualTo(ROUNDS - 1);
    }

    private void runAndKill(int turns, long nanos) throws Exception {
        Process writer = AlertWritingProcess.start(directory, told + 1);
        try (BufferedReader out = writer.inputReader()) {
            int seen = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("told [0-9]+")) {
                    told = Math.max(told, Integer.parseInt(line.substring("told ".length())));
                }
                if (++seen == turns) {
                    // Not right after a line, but somewhere in what follows it.
                    LockSupport.parkNanos(nanos);
                    writer.toHandle().destroyForcibly();
                }
            }
            assertThat(seen).isGreaterThanOrEqualTo(turns);
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor()).isEqualTo(128 + 9);
    }

    /// One write is one: all were told by the same message, and none but they know of it.
    private void assertWhole(AlertStore store) {
        List<String> messages = AlertTurns.assertNothingToldWithoutItsMessage(store);
        List<Delivery> deliveries = store.deliveries(Instant.EPOCH, Integer.MAX_VALUE);
        assertThat(messages).hasSize(AlertTurns.ALERTS).containsOnly(deliveries.getFirst().id());
        assertThat(deliveries.getFirst().id())
                .isIn(AlertTurns.message(told), AlertTurns.message(told + 1));
        assertThat(deliveries.stream().skip(1)).noneMatch(Delivery::waiting);
    }
}
