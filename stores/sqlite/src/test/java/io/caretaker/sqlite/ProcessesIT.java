package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.audit.AuditLog.Verification.Intact;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.testkit.store.HistorySamples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several processes write to one new store at once, and one reads.
class ProcessesIT {
    private static final int BATCHES = 150;
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir Path directory;

    @Test
    void several_processes_lose_and_double_nothing() throws Exception {
        List<Process> writers = List.of(start("a"), start("b"), start("c"));

        for (Process each : writers) {
            try (var out = each.inputReader()) {
                assertThat(out.lines().peek(_ -> readMeanwhile())).hasSize(2 * BATCHES);
            }
            assertThat(each.waitFor()).isZero();
        }

        try (var store = SqliteStore.openReadOnly(directory)) {
            assertThat(store.audit().verify()).isEqualTo(new Intact(3 * BATCHES));
            for (String name : List.of("a", "b", "c")) {
                assertThat(store.audit().recent(name, 1000)).hasSize(BATCHES);
                assertRollups(store, name);
            }
        }
    }

    private Process start(String name) throws IOException {
        return WritingProcess.start(directory, name, 0, BATCHES);
    }

    private void readMeanwhile() {
        try (var store = SqliteStore.openReadOnly(directory)) {
            store.history().recent(new ServiceId("a1"), 10);
            store.history().uptimes(Instant.EPOCH);
        }
    }

    private static void assertRollups(SqliteStore store, String name) {
        IntStream.range(0, BATCHES)
                .boxed()
                .flatMap(i -> WritingProcess.batch(name, i).stream())
                .collect(Collectors.groupingBy(HistoryEntry::serviceId))
                .forEach((service, rows) ->
                        assertThat(store.history().rollups(service, Instant.EPOCH, FAR))
                                .as(service.value())
                                .isEqualTo(HistorySamples.recounted(rows)));
    }
}
