package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.Verification.Broken;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ServiceId S1 = new ServiceId("s1");

    @TempDir Path parent;

    private Path directory() {
        return parent.resolve("new/state");
    }

    private static AuditEntry entry(String message) {
        return AuditEntry.of(NOON, "caretaker", "pause", "", true, message);
    }

    @Test
    void what_it_creates_is_for_its_owner_alone() throws IOException {
        try (var store = SqliteStore.open(directory())) {
            store.history().append(List.of(HistorySamples.check("s1", NOON, Status.RUNNING)));
            assertThat(store.history().recent(S1, 1)).hasSize(1);

            try (Stream<Path> all = Files.walk(directory())) {
                assertThat(all)
                        .hasSizeGreaterThan(6)
                        .allSatisfy(each ->
                                assertThat(mode(each))
                                        .isEqualTo(
                                                Files.isDirectory(each)
                                                        ? "rwx------"
                                                        : "rw-------"));
            }
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void what_root_creates_for_the_daemon_belongs_to_the_daemon() throws IOException {
        assumeThat(System.getProperty("user.name")).as("only root can try this").isEqualTo("root");
        Files.createDirectories(directory());
        UserPrincipal daemon =
                directory()
                        .getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("nobody");
        Files.setOwner(directory(), daemon);

        try (var store = SqliteStore.open(directory())) {
            store.history().append(List.of(HistorySamples.check("s1", NOON, Status.RUNNING)));

            try (Stream<Path> all = Files.walk(directory())) {
                assertThat(all)
                        .hasSizeGreaterThan(6)
                        .allSatisfy(each -> assertThat(Files.getOwner(each)).isEqualTo(daemon));
            }
        }
    }

    @Test
    void a_reader_sees_what_the_daemon_writes_meanwhile() {
        try (var daemon = SqliteStore.open(directory());
                var reader = SqliteStore.openReadOnly(directory())) {
            assertThat(reader.history().recent(S1, 1)).isEmpty();
            assertThat(reader.history().uptimes(Instant.EPOCH)).isEmpty();

            daemon.history().append(List.of(HistorySamples.check("s1", NOON, Status.RUNNING)));
            daemon.audit().append(entry("first"));

            assertThat(reader.history().recent(S1, 1)).hasSize(1);
            assertThat(reader.history().uptimes(Instant.EPOCH)).containsEntry(S1, 100.0);
            assertThat(reader.audit().recent(null, 9)).hasSize(1);
            reader.verify();
        }
    }

    @Test
    void a_reader_does_not_write() {
        SqliteStore.open(directory()).close();

        try (var reader = SqliteStore.openReadOnly(directory())) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> reader.recovery().resume())
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.DENIED));
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() ->
                            reader.history()
                                    .append(
                                            List.of(
                                                    HistorySamples.check(
                                                            "s1", NOON, Status.RUNNING))))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.DENIED));
        }
    }

    @Test
    void reading_a_store_that_is_not_there_creates_none() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> SqliteStore.openReadOnly(directory()))
                .withMessageContaining(directory().toString())
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
        assertThat(directory()).doesNotExist();
    }

    @Test
    void virtual_threads_may_use_it() throws InterruptedException {
        try (var store = SqliteStore.open(directory())) {
            var interrupted = new AtomicBoolean();
            Thread thread =
                    Thread.startVirtualThread(() -> {
                        Thread.currentThread().interrupt();
                        store.audit().append(entry("written though interrupted"));
                        interrupted.set(Thread.currentThread().isInterrupted());
                    });
            thread.join();

            assertThat(interrupted).isTrue();
            assertThat(store.audit().recent(null, 9)).hasSize(1);
        }
    }

    @Test
    void a_problem_reaches_a_virtual_thread_as_it_is() throws InterruptedException {
        var seen = new AtomicReference<Throwable>();
        try (var store = SqliteStore.open(directory());
                var reader = SqliteStore.openReadOnly(directory())) {
            Thread thread = Thread.ofVirtual().unstarted(() -> reader.recovery().resume());
            thread.setUncaughtExceptionHandler((_, e) -> seen.set(e));
            thread.start();
            thread.join();
            store.verify();
        }
        assertThat(seen.get()).isInstanceOf(Problem.class);
    }

    @Test
    void a_store_that_is_removed_under_it_is_noticed() throws IOException {
        try (var store = SqliteStore.open(directory())) {
            store.verify();
            Files.delete(directory().resolve("caretaker.db"));

            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(store::verify)
                    .withMessageContaining("removed or replaced");
        }
    }

    @Test
    void a_changed_audit_record_is_found() throws SQLException {
        try (var store = SqliteStore.open(directory())) {
            store.audit().append(entry("first"));
            store.audit().append(entry("second"));
            store.audit().append(entry("third"));
        }
        try (SqliteFile file = SqliteFile.forWriting(directory().resolve("caretaker.db"), 4096)) {
            file.update("UPDATE audit SET message = 'nothing' WHERE number = 2");
        }

        try (var store = SqliteStore.openReadOnly(directory())) {
            assertThat(store.audit().verify()).isEqualTo(new Broken(2, "its content was changed"));
        }
    }

    @Test
    void a_removed_audit_record_is_found() throws SQLException {
        try (var store = SqliteStore.open(directory())) {
            store.audit().append(entry("first"));
            store.audit().append(entry("second"));
            store.audit().append(entry("third"));
        }
        try (SqliteFile file = SqliteFile.forWriting(directory().resolve("caretaker.db"), 4096)) {
            file.update("DELETE FROM audit WHERE number = 2");
        }

        try (var store = SqliteStore.openReadOnly(directory())) {
            assertThat(store.audit().verify()).isEqualTo(new Broken(3, "record 2 is missing"));
        }
    }

    @Test
    void closing_twice_is_closing_once() {
        var store = SqliteStore.open(directory());
        store.close();
        store.close();
    }

    @Test
    void a_question_mark_in_the_path_is_refused() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> SqliteStore.open(parent.resolve("what?now")))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID));
    }

    @Test
    void it_says_where_it_is() {
        try (var store = SqliteStore.open(directory())) {
            assertThat(store.location()).isEqualTo(directory().toString());
        }
    }
}
