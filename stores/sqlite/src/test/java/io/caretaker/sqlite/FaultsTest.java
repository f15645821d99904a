package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ServiceId S1 = new ServiceId("s1");

    @TempDir Path directory;

    private Path database() {
        return directory.resolve("caretaker.db");
    }

    private Path day() {
        return directory.resolve("history/2026-11-22.db");
    }

    private void fill() {
        try (var store = SqliteStore.open(directory)) {
            for (int i = 0; i < 200; i++) {
                store.audit()
                        .append(AuditEntry.of(NOON, "caretaker", "pause", "", true, "entry " + i));
            }
            store.history()
                    .append(
                            IntStream.range(0, 2000)
                                    .mapToObj(i ->
                                            HistorySamples.check(
                                                    "s" + i % 9,
                                                    NOON.plusSeconds(i),
                                                    Status.RUNNING))
                                    .toList());
        }
    }

    private void readAll() {
        try (var store = SqliteStore.openReadOnly(directory)) {
            store.inventory().read();
            store.audit().verify();
            for (int i = 0; i < 9; i++) {
                store.history().recent(new ServiceId("s" + i), 10_000);
            }
            store.history().uptimes(Instant.EPOCH);
        }
    }

    private void assertDamagedAndSetAside(Path file) throws IOException {
        byte[] damaged = Files.readAllBytes(file);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(this::readAll)
                .withMessageContaining(file.toString())
                .satisfies(
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORE_CORRUPT))
                .satisfies(problem -> assertThat(problem.hint()).contains("--restart-store"));

        List<Path> moved = SqliteStore.setAside(directory);

        assertThat(moved)
                .first()
                .satisfies(path ->
                        assertThat(path.toString())
                                .matches(".*" + file.getFileName() + ".damaged-\\d{8}T\\d{6}Z"))
                .satisfies(path -> assertThat(path).hasBinaryContent(damaged));
        assertThat(file).doesNotExist();
        SqliteStore.open(directory).close();
        readAll();
        assertThat(SqliteStore.setAside(directory)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"caretaker.db", "history/2026-11-22.db", "history/rollups.db"})
    void a_text_file_in_its_place_is_damage(String name) throws IOException {
        fill();
        Path file = directory.resolve(name);
        Files.writeString(file, "host_id,hostname\n".repeat(400));

        assertDamagedAndSetAside(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 600, 5000, 9000})
    void a_truncated_day_is_damage(int length) throws IOException {
        fill();
        try (var file = new RandomAccessFile(day().toFile(), "rw")) {
            file.setLength(length);
        }

        assertDamagedAndSetAside(day());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 4096, 20_000})
    void a_truncated_store_is_damage(int length) throws IOException {
        fill();
        try (var file = new RandomAccessFile(database().toFile(), "rw")) {
            file.setLength(length);
        }

        assertDamagedAndSetAside(database());
    }

    @Test
    void random_bytes_over_whole_pages_are_damage() throws IOException {
        fill();
        overwrite(database(), 4096, 40_960, new Random(3));

        assertDamagedAndSetAside(database());
    }

    private static void overwrite(Path path, int from, int length, Random random)
            throws IOException {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(from);
            file.write(bytes, 0, (int) Math.min(length, file.length() - from));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 47})
    void a_format_number_nobody_wrote_is_damage(int offset) throws IOException {
        fill();
        try (var file = new RandomAccessFile(database().toFile(), "rw")) {
            file.seek(offset);
            file.write(0x7a);
        }

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(this::readAll)
                .satisfies(
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORE_CORRUPT));
    }

    @Test
    void random_bytes_anywhere_end_in_an_answer_or_in_a_problem() throws IOException {
        fill();
        byte[] store = Files.readAllBytes(database());
        byte[] day = Files.readAllBytes(day());
        var random = new Random(5);
        for (int i = 0; i < 60; i++) {
            Files.write(database(), store);
            Files.write(day(), day);
            Path victim = i % 2 == 0 ? database() : day();
            int size = (int) Files.size(victim);
            overwrite(victim, random.nextInt(size), 1 + random.nextInt(200), random);
            try {
                readAll();
            } catch (Problem e) {
                assertThat(e.code()).isIn(ProblemCode.STORE_CORRUPT, ProblemCode.INVALID);
            }
        }
    }

    @Test
    void a_sound_store_is_not_set_aside() {
        fill();

        assertThat(SqliteStore.setAside(directory)).isEmpty();
        assertThat(SqliteStore.setAside(directory.resolve("none"))).isEmpty();
    }

    @Test
    void a_damaged_day_harms_only_itself() throws IOException {
        fill();
        Files.writeString(day(), "nonsense ".repeat(400));

        try (var store = SqliteStore.open(directory)) {
            store.inventory().read();
            Instant other = NOON.plusSeconds(86_400);
            store.history().append(List.of(HistorySamples.check("s1", other, Status.RUNNING)));
            assertThat(store.history().recent(S1, 1)).hasSize(1);
        }
    }

    @Test
    void a_file_where_the_directory_should_be_is_named() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> SqliteStore.open(file.resolve("state")))
                .withMessageContaining(file.toString())
                .satisfies(FaultsTest::unwritable);
    }

    @Test
    void a_directory_where_the_file_should_be_is_named() throws IOException {
        Files.createDirectory(database());

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> SqliteStore.open(directory))
                .withMessageContaining(database().toString())
                .satisfies(FaultsTest::unwritable);
    }

    @Test
    void a_directory_that_may_not_be_written_is_named_and_still_read() throws IOException {
        assumeThat(System.getProperty("user.name")).as("root may write").isNotEqualTo("root");
        fill();
        try {
            permit(directory, "r-x------");
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> SqliteStore.open(directory))
                    .withMessageContaining(directory.toString())
                    .satisfies(FaultsTest::unwritable);
            try (var store = SqliteStore.openReadOnly(directory)) {
                assertThat(store.audit().recent(null, 1)).hasSize(1);
            }
        } finally {
            permit(directory, "rwx------");
        }
    }

    private static void permit(Path directory, String mode) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    }

    static void unwritable(Problem problem) {
        assertThat(problem.code()).isEqualTo(ProblemCode.STORE_UNWRITABLE);
        assertThat(problem.hint()).contains("df");
    }
}
