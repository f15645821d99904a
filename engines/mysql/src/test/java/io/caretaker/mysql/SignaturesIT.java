package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.recovery.Diagnosis;
import io.caretaker.core.recovery.FailurePattern;
import io.caretaker.testkit.server.MariaDbServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that really do not start, and what their own words are taken for.
final class SignaturesIT {
    private @Nullable MariaDbServer created;

    @BeforeEach
    void make_a_server() {
        created = MariaDbServer.create();
    }

    @AfterEach
    void remove_it() {
        if (created != null) {
            created.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--no-such-option=1",
                "--innodb-buffer",
                "--innodb-buffer-pool-size=12X",
                "--innodb-flush-method=foo",
                "--default-storage-engine=foo",
                "--datadir=/no/such/directory"
            })
    void a_bad_option_is_an_invalid_configuration(String option) {
        assertThat(pattern(server().failToStart(option)))
                .isEqualTo(FailurePattern.CONFIGURATION_INVALID);
    }

    @Test
    void a_taken_port_is_recognised() throws IOException {
        try (var other = new ServerSocket(server().port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            assertThat(pattern(server().failToStart())).isEqualTo(FailurePattern.PORT_TAKEN);
        }
    }

    @Test
    void a_buffer_pool_larger_than_memory_is_out_of_memory() {
        assertThat(pattern(server().failToStart("--innodb-buffer-pool-size=60000G")))
                .isEqualTo(FailurePattern.OUT_OF_MEMORY);
    }

    @Test
    void a_device_without_space_is_a_full_disk() {
        assertThat(pattern(server().failToStart("--pid-file=/dev/full")))
                .isEqualTo(FailurePattern.DISK_FULL);
    }

    @Test
    void data_files_that_may_not_be_written_are_a_matter_of_permission() throws IOException {
        Files.setPosixFilePermissions(
                file("ibdata1"), PosixFilePermissions.fromString("r--------"));

        assertThat(pattern(server().failToStart())).isEqualTo(FailurePattern.PERMISSION);
    }

    @Test
    void damaged_pages_are_corrupt_data() throws IOException {
        damage("ibdata1", 5 * 16384, 3 * 16384);

        assertThat(pattern(server().failToStart())).isEqualTo(FailurePattern.DATA_CORRUPT);
    }

    @Test
    void a_damaged_first_page_is_corrupt_data() throws IOException {
        damage("ibdata1", 0, 16384);

        assertThat(pattern(server().failToStart())).isEqualTo(FailurePattern.DATA_CORRUPT);
    }

    @Test
    void a_damaged_redo_log_is_corrupt_data() throws IOException {
        damage("ib_logfile0", 0, 4096);

        assertThat(pattern(server().failToStart())).isEqualTo(FailurePattern.DATA_CORRUPT);
    }

    @Test
    void a_lost_checkpoint_is_corrupt_data() throws IOException {
        damage("ib_logfile0", 4096, 8192);

        assertThat(pattern(server().failToStart())).isEqualTo(FailurePattern.DATA_CORRUPT);
    }

    @Test
    void a_damaged_aria_control_file_is_corrupt_data() throws IOException {
        damage("aria_log_control", 0, 52);

        assertThat(pattern(server().failToStart())).isEqualTo(FailurePattern.DATA_CORRUPT);
    }

    @Test
    void a_truncated_tablespace_is_corrupt_data() throws IOException {
        try (var data = new RandomAccessFile(file("ibdata1").toFile(), "rw")) {
            data.setLength(1 << 20);
        }

        assertThat(pattern(server().failToStart())).isEqualTo(FailurePattern.DATA_CORRUPT);
    }

    @Test
    void a_second_server_on_the_same_files_says_so() {
        server().start();
        ProcessHandle first = ProcessHandle.of(server().pid()).orElseThrow();
        Process second =
                server().launch("--port=1", "--socket=" + file("other"), "--pid-file=other.pid");
        try {
            awaitLog(log -> log.contains("Can't lock"));
            assertThat(pattern(server().log())).isEqualTo(FailurePattern.ALREADY_RUNNING);
        } finally {
            second.destroyForcibly();
            first.destroyForcibly();
        }
    }

    @Test
    void crash_recovery_is_a_start_in_progress_until_it_is_ready() {
        server().start();
        server().sql(
                        "CREATE DATABASE d; CREATE TABLE d.t (a INT, b CHAR(200));"
                                + " INSERT INTO d.t SELECT seq, 'x' FROM d.seq_1_to_20000;");
        server().kill();
        server().start();

        List<String> lines = server().log().lines().toList();
        int recovery = lastIndex(lines, line -> line.contains("Starting crash recovery"));
        assertThat(recovery).isPositive();
        assertThat(pattern(String.join("\n", lines.subList(0, recovery + 1))))
                .isEqualTo(FailurePattern.STARTING);
        assertThat(pattern(server().log())).isEqualTo(FailurePattern.NONE);
    }

    private MariaDbServer server() {
        return Objects.requireNonNull(created);
    }

    private Path file(String name) {
        return server().dataDirectory().resolve(name);
    }

    private void damage(String name, int from, int length) throws IOException {
        byte[] rubbish = new byte[length];
        new Random(7).nextBytes(rubbish);
        try (var data = new RandomAccessFile(file(name).toFile(), "rw")) {
            data.seek(from);
            data.write(rubbish);
        }
    }

    private void awaitLog(Predicate<String> condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.test(server().log()) && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static int lastIndex(List<String> lines, Predicate<String> wanted) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (wanted.test(lines.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static FailurePattern pattern(String log) {
        return Diagnosis.of(log, Signatures.ALL).pattern();
    }
}
