package io.caretaker.server.keep;

import static io.caretaker.testkit.store.HistorySamples.check;
import static io.caretaker.testkit.store.HistorySamples.recovery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.InMemoryStore;
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

class ArchiveTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant OLD = Instant.parse("2026-10-20T00:00:00Z");

    @TempDir Path root;
    private final InMemoryStore store = new InMemoryStore();
    private Path directory;
    private Archive archive;

    @BeforeEach
    void open() {
        directory = root.resolve("archive");
        archive = new Archive(directory, MONTH);
    }

    private int keep() {
        return archive.keep(store.history(), NOW.minus(MONTH), NOW);
    }

    private List<HistoryEntry> read(String name) throws IOException {
        var rows = new ArrayList<HistoryEntry>();
        ArchiveFile.read(directory.resolve(name), rows::add);
        return rows;
    }

    @Test
    void a_day_becomes_one_file_with_its_sum_in_the_format_of_sha256sum() throws Exception {
        List<HistoryEntry> day =
                List.of(
                        check("s1", OLD, Status.RUNNING),
                        check("s2", OLD, Status.ERROR),
                        recovery("s1", OLD.plusSeconds(86_399)));
        store.history().append(day);
        store.history().append(List.of(check("s1", OLD.plusSeconds(86_400), Status.RUNNING)));
        store.history().append(List.of(check("s1", NOW, Status.RUNNING)));

        assertThat(keep()).isEqualTo(2);

        assertThat(read("history-2026-10-20.jsonl.gz")).isEqualTo(day);
        assertThat(read("history-2026-10-21.jsonl.gz")).hasSize(1);
        assertThat(Archive.files(directory))
                .hasSize(2)
                .allMatch(file -> ArchiveFile.fault(file) == null);
        var sha256sum =
                new ProcessBuilder("sha256sum", "--check", "history-2026-10-20.jsonl.gz.sha256")
                        .directory(directory.toFile())
                        .start();
        assertThat(sha256sum.waitFor()).isZero();
    }

    @Test
    void doing_it_again_changes_nothing() throws IOException {
        store.history().append(List.of(check("s1", OLD, Status.RUNNING)));
        keep();
        var modified = Files.getLastModifiedTime(directory.resolve("history-2026-10-20.jsonl.gz"));

        assertThat(keep()).isZero();

        assertThat(Archive.files(directory)).hasSize(1);
        assertThat(Files.getLastModifiedTime(directory.resolve("history-2026-10-20.jsonl.gz")))
                .isEqualTo(modified);
        assertThat(directory.resolve(".history-2026-10-20.part")).doesNotExist();
    }

    @Test
    void what_a_kill_left_half_written_is_written_anew() throws IOException {
        store.history().append(List.of(check("s1", OLD, Status.RUNNING)));
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(".history-2026-10-20.part"), "half");
        Files.writeString(directory.resolve("history-2026-10-20.jsonl.gz.sha256"), "other");

        assertThat(keep()).isEqualTo(1);

        assertThat(read("history-2026-10-20.jsonl.gz")).hasSize(1);
        assertThat(ArchiveFile.fault(directory.resolve("history-2026-10-20.jsonl.gz"))).isNull();
    }

    @Test
    void rows_that_come_later_give_a_second_file() throws IOException {
        store.history().append(List.of(check("s1", OLD, Status.RUNNING)));
        keep();
        store.history().append(List.of(check("s1", OLD.plusSeconds(1), Status.ERROR)));

        assertThat(keep()).isEqualTo(1);

        assertThat(read("history-2026-10-20.jsonl.gz")).hasSize(1);
        assertThat(read("history-2026-10-20-2.jsonl.gz")).hasSize(2);
        assertThat(keep()).isZero();
    }

    @Test
    void a_file_that_was_changed_is_noticed() throws IOException {
        store.history().append(List.of(check("s1", OLD, Status.RUNNING)));
        keep();
        Path file = directory.resolve("history-2026-10-20.jsonl.gz");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThat(ArchiveFile.fault(file)).isNotNull();
    }

    @Test
    void what_cannot_be_archived_is_a_problem() throws IOException {
        store.history().append(List.of(check("s1", OLD, Status.RUNNING)));
        Files.writeString(directory, "in the way");

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(this::keep)
                .withMessageContaining("2026-10-20");
    }
}
