package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import io.caretaker.server.keep.Archive;
import io.caretaker.sqlite.SqliteStore;
import io.caretaker.testkit.store.HistorySamples;
import io.caretaker.testkit.store.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandsIT {
    private static final Instant NOW = Samples.NOW;

    @TempDir Path directory;
    private CommandLineRig caretaker;

    @BeforeEach
    void fill() {
        caretaker = new CommandLineRig(directory);
        try (var store = SqliteStore.open(caretaker.state().resolve("store"))) {
            store.inventory().apply(List.of(new InventoryChange.PutHost(Samples.host("h1"))), NOW);
            var rows = new ArrayList<HistoryEntry>();
            for (int i = 0; i < 3_000; i++) {
                rows.add(
                        HistorySamples.check(
                                "s" + i % 2, NOW.plusSeconds(60L * i), Status.RUNNING));
            }
            store.history().append(rows);
            store.audit().append(AuditEntry.of(NOW, "cli:anna", "pause", "", true, "why, not"));
        }
    }

    @Test
    void all_rows_are_exported_as_lines_of_json_oldest_first() {
        Ran ran = caretaker.run("history", "export");

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines()).hasSize(3_000);
        assertThat(ran.out()).startsWith("{\"service_id\":\"s0\",\"host_id\":\"h1\"");
    }

    @Test
    void a_stretch_of_one_service_is_exported_as_csv() throws IOException {
        Path file = directory.resolve("rows.csv");
        Ran ran =
                caretaker.run(
                        "history",
                        "export",
                        "--service",
                        "s1",
                        "--from",
                        "2026-11-23",
                        "--to",
                        "2026-11-23T01:00:00Z",
                        "--as",
                        "csv",
                        "--output",
                        file.toString());

        assertThat(ran.code()).isZero();
        assertThat(Files.readAllLines(file))
                .hasSize(31)
                .first()
                .asString()
                .startsWith("timestamp,service_id,");
        assertThat(Files.readAllLines(file).getLast()).startsWith("2026-11-23T00:59:00Z,s1,h1,");
    }

    @Test
    void an_archive_is_verified_and_read_like_the_store() throws IOException {
        Path archive = directory.resolve("archive");
        try (var store = SqliteStore.open(caretaker.state().resolve("store"))) {
            new Archive(archive, Duration.ofDays(30))
                    .keep(
                            store.history(),
                            NOW.plus(Duration.ofDays(9)),
                            NOW.plus(Duration.ofDays(9)));
        }
        String from = archive.toString();

        assertThat(caretaker.run("history", "export", "--archive", from).out())
                .isEqualTo(caretaker.run("history", "export").out());
        assertThat(caretaker.run("history", "verify-archive", from).code()).isZero();
        Files.writeString(archive.resolve("history-2026-11-23.jsonl.gz"), "no gzip");
        Ran damaged = caretaker.run("history", "verify-archive", from);
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.out()).contains("history-2026-11-23.jsonl.gz: ", "1 damaged");
    }

    @Test
    void the_history_of_nobody_is_refused() {
        assertThat(caretaker.run("history").code()).isEqualTo(2);
    }

    @Test
    void a_store_is_moved_counted_and_compared() {
        String other = directory.resolve("other").toString();

        Ran dry = caretaker.run("store", "migrate", "--to", other, "--dry-run");
        assertThat(dry.out()).contains("3000", "Nothing was moved.");
        assertThat(directory.resolve("other")).doesNotExist();
        Ran ran = caretaker.run("store", "migrate", "--to", other, "--yes");
        assertThat(ran.out()).contains("both stores hold the same");
        assertThat(ran.code()).isZero();

        try (var store = SqliteStore.open(directory.resolve("other"))) {
            assertThat(store.history().recent(new ServiceId("s1"), 9_999)).hasSize(1_500);
            assertThat(store.audit().after(0, 9)).hasSize(1);
        }
        Ran again = caretaker.run("store", "migrate", "--to", other, "--yes", "--format", "json");
        assertThat(again.code()).isEqualTo(4);
        Ran wanted = caretaker.run("store", "migrate", "--to", other, "--yes", "--continue");
        assertThat(wanted.out()).contains("both stores hold the same");
    }
}
