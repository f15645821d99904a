package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.Verification.Intact;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file system of its own that is full or read-only. Needs the right to mount.
class DiskIT {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ServiceId S1 = new ServiceId("s1");
    private static final int ENOUGH = 100_000;

    @TempDir Path parent;

    private @Nullable Path mounted;

    private Path disk() {
        return parent.resolve("disk");
    }

    private Path state() {
        return disk().resolve("state");
    }

    @BeforeEach
    void mount() throws Exception {
        Files.createDirectory(disk());
        if (run("mount", "-t", "tmpfs", "-o", "size=2m", "caretaker-test", disk().toString())
                == 0) {
            mounted = disk();
        } else if (Boolean.getBoolean("it.required")) {
            fail("this test must mount a file system, and it.required forbids to skip it");
        } else {
            abort("SKIPPED: a full disk cannot be tried without the right to mount one");
        }
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            assertThat(run("umount", mounted.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    @Test
    void a_full_disk_is_told_and_what_was_acknowledged_stays() throws Exception {
        try (var store = SqliteStore.open(state())) {
            store.audit().append(entry("before"));
            var acknowledged = new ArrayList<HistoryEntry>();

            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> appendUntilFull(store, acknowledged))
                    .withMessageContaining(state().toString())
                    .satisfies(FaultsTest::unwritable);
            Files.write(disk().resolve("rest"), new byte[0]);
            fillUp();
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> auditUntilFull(store))
                    .withMessageContaining("caretaker.db")
                    .satisfies(FaultsTest::unwritable);

            assertThat(store.history().recent(S1, ENOUGH)).isEqualTo(acknowledged.reversed());
            assertThat(store.history().rollups(S1, Instant.EPOCH, NOON.plusSeconds(1_000_000)))
                    .isEqualTo(HistorySamples.recounted(acknowledged));
            assertThat(store.audit().verify()).isInstanceOf(Intact.class);

            Files.delete(disk().resolve("ballast"));
            assertThat(run("mount", "-o", "remount,size=16m", disk().toString())).isZero();
            append(store, acknowledged);
            store.audit().append(entry("after"));
            assertThat(store.history().recent(S1, ENOUGH)).isEqualTo(acknowledged.reversed());
            assertThat(store.audit().verify()).isInstanceOf(Intact.class);
        }
    }

    private static void appendUntilFull(SqliteStore store, List<HistoryEntry> acknowledged) {
        while (acknowledged.size() < ENOUGH) {
            append(store, acknowledged);
        }
    }

    private static void append(SqliteStore store, List<HistoryEntry> acknowledged) {
        int first = acknowledged.size();
        List<HistoryEntry> batch =
                IntStream.range(first, first + 500)
                        .mapToObj(i ->
                                HistorySamples.check("s1", NOON.plusSeconds(i), Status.RUNNING))
                        .toList();
        store.history().append(batch);
        acknowledged.addAll(batch);
    }

    private static void auditUntilFull(SqliteStore store) {
        for (int i = 0; i < ENOUGH; i++) {
            store.audit().append(entry("entry " + i));
        }
    }

    private void fillUp() throws IOException {
        try (var ballast = Files.newOutputStream(disk().resolve("ballast"))) {
            while (true) {
                ballast.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static AuditEntry entry(String message) {
        return AuditEntry.of(NOON, "caretaker", "pause", "", true, message);
    }

    @Test
    void a_full_disk_from_the_start_is_told() throws Exception {
        fillUp();

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> SqliteStore.open(state()))
                .withMessageContaining(state().toString())
                .satisfies(FaultsTest::unwritable);
    }

    @Test
    void a_file_system_that_turns_read_only_is_told_and_still_read() throws Exception {
        try (var store = SqliteStore.open(state())) {
            store.history().append(List.of(HistorySamples.check("s1", NOON, Status.RUNNING)));
            store.audit().append(entry("before"));
        }
        assertThat(run("mount", "-o", "remount,ro", disk().toString())).isZero();

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> SqliteStore.open(state()))
                .withMessageContaining(state().toString())
                .satisfies(FaultsTest::unwritable);
        try (var store = SqliteStore.openReadOnly(state())) {
            assertThat(store.history().recent(S1, 9)).hasSize(1);
            assertThat(store.audit().recent(null, 9)).hasSize(1);
        }
    }
}
