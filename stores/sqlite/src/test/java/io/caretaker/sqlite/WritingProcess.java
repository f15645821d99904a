package io.caretaker.sqlite;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A process of its own that writes numbered batches and audit entries, and says after each which
/// number is on disk: `WritingProcess <directory> <name> <first> <end>`. What a number stands for
/// is always the same, so that a test knows what must be there.
final class WritingProcess {
    static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    // Not a divisor of a day: some batches span midnight.
    private static final Duration STEP = Duration.ofMinutes(37);
    private static final Duration KEPT = Duration.ofDays(2);
    private static final int SERVICES = 5;
    private static final int ROWS = 8;
    private static final int BETWEEN_EXPIRIES = 25;

    private WritingProcess() {}

    public static void main(String[] args) {
        PrintStream out = System.out;
        int end = Integer.parseInt(args[3]);
        try (var store = SqliteStore.open(Path.of(args[0]))) {
            for (int i = Integer.parseInt(args[2]); i < end; i++) {
                store.history().append(batch(args[1], i));
                out.println("history " + i);
                store.audit().append(entry(args[1], i));
                out.println("audit " + i);
                if (i % BETWEEN_EXPIRIES == 0) {
                    store.history().expire(expired(i), Instant.EPOCH);
                }
            }
        }
    }

    /// Rows before this have expired when the batch was written.
    static Instant expired(int batch) {
        return START.plus(STEP.multipliedBy(batch)).minus(KEPT);
    }

    static List<HistoryEntry> batch(String name, int number) {
        var batch = new ArrayList<HistoryEntry>();
        for (int i = 0; i < SERVICES * ROWS; i++) {
            Instant at = START.plus(STEP.multipliedBy(number)).plusSeconds(i * 50L);
            Status status = (number + i) % 7 == 0 ? Status.ERROR : Status.RUNNING;
            var took = Duration.ofMillis((number * 31 + i * 7) % 100);
            batch.add(HistorySamples.check(name + i % SERVICES, at, status, took));
        }
        return batch;
    }

    static AuditEntry entry(String name, int number) {
        return AuditEntry.of(START, name, "recovery.start", name, true, "entry " + number);
    }

    static Process start(Path directory, String name, int first, int end) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingProcess.class.getName(),
                        directory.toString(),
                        name,
                        Integer.toString(first),
                        Integer.toString(end))
                .redirectError(Redirect.INHERIT)
                .start();
    }
}
