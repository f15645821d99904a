package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.audit.AuditLog.Verification.Intact;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.testkit.store.HistorySamples;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writer is killed again and again; what it said was on disk is there.
class KillIT {
    private static final int KILLS = 25;
    private static final int MOST_LINES = 120;
    private static final int NO_END = 1_000_000;
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir Path directory;

    private int written = -1;
    private int audited = -1;

    @Test
    void nothing_acknowledged_is_lost_or_doubled_by_kills() throws Exception {
        var random = new Random(20_261_122);
        for (int i = 0; i < KILLS; i++) {
            runAndKill(1 + random.nextInt(MOST_LINES));
            assertAuditComplete();
            assertRowsComplete();
        }
        assertRollupsExact();
    }

    private void runAndKill(int lines) throws IOException, InterruptedException {
        Process writer = WritingProcess.start(directory, "s", audited + 1, NO_END);
        try (BufferedReader out = writer.inputReader()) {
            int seen = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line);
                if (++seen == lines) {
                    // By its handle, which leaves the pipe open: what it says until it dies counts.
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
        if (words.length < 2 || words[1].isEmpty()) {
            return;
        }
        int number = Integer.parseInt(words[1]);
        if (words[0].equals("history")) {
            written = Math.max(written, number);
        } else {
            audited = Math.max(audited, number);
        }
    }

    private void assertAuditComplete() {
        try (var store = SqliteStore.openReadOnly(directory)) {
            List<AuditRecord> records = store.audit().recent(null, NO_END);

            assertThat(store.audit().verify()).isEqualTo(new Intact(records.size()));
            assertThat(records)
                    .extracting(record -> record.entry().message())
                    .containsAll(
                            IntStream.rangeClosed(0, audited).mapToObj(i -> "entry " + i).toList());
        }
    }

    private void assertRowsComplete() {
        Instant kept = WritingProcess.expired(written);
        try (var store = SqliteStore.openReadOnly(directory)) {
            expected(row -> !row.timestamp().isBefore(kept))
                    .forEach((service, rows) ->
                            assertThat(store.history().recent(service, NO_END))
                                    .as(service.value())
                                    .containsAll(rows));
        }
    }

    private void assertRollupsExact() {
        try (var store = SqliteStore.open(directory)) {
            // What was under way when the last kill came may be there in part.
            for (int i = written + 1; i <= written + 2; i++) {
                store.history().append(WritingProcess.batch("s", i));
            }
            written += 2;
            expected(_ -> true)
                    .forEach((service, rows) ->
                            assertThat(store.history().rollups(service, Instant.EPOCH, FAR))
                                    .as(service.value())
                                    .isEqualTo(HistorySamples.recounted(rows)));
        }
    }

    private Map<ServiceId, List<HistoryEntry>> expected(Predicate<HistoryEntry> wanted) {
        return IntStream.rangeClosed(0, written)
                .boxed()
                .flatMap(i -> WritingProcess.batch("s", i).stream())
                .filter(wanted)
                .collect(Collectors.groupingBy(HistoryEntry::serviceId));
    }
}
