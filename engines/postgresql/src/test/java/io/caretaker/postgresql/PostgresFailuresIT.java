package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.recovery.Diagnosis;
import io.caretaker.core.recovery.FailurePattern;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each failure is made to happen, so that the wording is the server's own.
@NullMarked
class PostgresFailuresIT {
    @SuppressWarnings("NullAway.Init")
    private PostgresServer server;

    @BeforeEach
    void create() {
        server = PostgresServer.create();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void an_unknown_parameter_is_an_invalid_configuration() {
        server.configure("no_such_parameter = 1");

        assertThat(diagnosis()).isEqualTo(FailurePattern.CONFIGURATION_INVALID);
    }

    @Test
    void a_senseless_value_is_an_invalid_configuration() {
        server.configure("max_connections = many");

        assertThat(diagnosis()).isEqualTo(FailurePattern.CONFIGURATION_INVALID);
    }

    @Test
    void a_syntax_error_is_an_invalid_configuration() {
        server.configure("this is not = = a setting");

        assertThat(diagnosis()).isEqualTo(FailurePattern.CONFIGURATION_INVALID);
    }

    @Test
    void a_senseless_line_of_pg_hba_is_an_invalid_configuration() {
        server.allow("host all all nowhere never");

        assertThat(diagnosis()).isEqualTo(FailurePattern.CONFIGURATION_INVALID);
    }

    @Test
    void a_library_that_is_missing_is_an_invalid_configuration() {
        server.configure("shared_preload_libraries = 'no_such_library'");

        assertThat(diagnosis()).isEqualTo(FailurePattern.CONFIGURATION_INVALID);
    }

    @Test
    void a_certificate_that_is_missing_is_an_invalid_configuration() {
        server.configure("ssl = on");

        assertThat(diagnosis()).isEqualTo(FailurePattern.CONFIGURATION_INVALID);
    }

    @Test
    void data_of_another_version_is_an_invalid_configuration() throws IOException {
        Files.writeString(server.dataDirectory().resolve("PG_VERSION"), "9.6\n");

        assertThat(diagnosis()).isEqualTo(FailurePattern.CONFIGURATION_INVALID);
    }

    @Test
    void a_port_that_is_taken_is_told() throws IOException {
        try (var taken = new ServerSocket(server.port(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();

            assertThat(diagnosis()).isEqualTo(FailurePattern.PORT_TAKEN);
        }
    }

    @Test
    void a_second_server_on_the_same_data_is_already_running() {
        server.start();
        try (var second = new Second(server)) {
            assertThat(second.diagnosis()).isEqualTo(FailurePattern.ALREADY_RUNNING);
        }
    }

    @Test
    void an_empty_lock_file_is_stale() throws IOException {
        Path lock = server.dataDirectory().resolve("postmaster.pid");
        Files.createFile(lock);
        own(lock);

        assertThat(diagnosis()).isEqualTo(FailurePattern.STALE_LOCK);
    }

    @Test
    void a_data_directory_open_to_others_is_a_matter_of_permission() {
        server.runAsServer(List.of("chmod", "755", server.dataDirectory().toString()), "");

        assertThat(diagnosis()).isEqualTo(FailurePattern.PERMISSION);
    }

    @Test
    void a_file_that_cannot_be_read_is_a_matter_of_permission() {
        String file = server.dataDirectory().resolve("global/pg_control").toString();
        server.runAsServer(List.of("chmod", "000", file), "");

        assertThat(diagnosis()).isEqualTo(FailurePattern.PERMISSION);
    }

    @Test
    void more_memory_than_there_is_is_out_of_memory() {
        server.configure("shared_buffers = 8000GB").configure("huge_pages = off");

        assertThat(diagnosis()).isEqualTo(FailurePattern.OUT_OF_MEMORY);
    }

    @Test
    void a_control_file_of_garbage_is_damage() throws IOException {
        Path control = server.dataDirectory().resolve("global/pg_control");
        byte[] bytes = Files.readAllBytes(control);
        bytes[100] ^= 0x55;
        Files.write(control, bytes);

        assertThat(diagnosis()).isEqualTo(FailurePattern.DATA_CORRUPT);
    }

    @Test
    void a_log_without_its_checkpoint_is_damage() throws IOException {
        try (Stream<Path> segments = Files.list(server.dataDirectory().resolve("pg_wal"))) {
            for (Path segment : segments.filter(Files::isRegularFile).toList()) {
                Files.delete(segment);
            }
        }

        assertThat(diagnosis()).isEqualTo(FailurePattern.DATA_CORRUPT);
    }

    @Test
    void a_lost_file_of_the_transaction_log_is_damage() throws IOException {
        server.start();
        server.kill();
        Files.delete(server.dataDirectory().resolve("pg_xact/0000"));

        server.failToStart();

        assertThat(Diagnosis.of(server.log(), PostgresFailures.ALL).pattern())
                .isIn(FailurePattern.DATA_CORRUPT, FailurePattern.ALREADY_RUNNING);
    }

    @Test
    void crash_recovery_is_starting_until_the_server_is_ready() {
        server.start();
        server.sql("create table t as select generate_series(1, 1000) as id");
        server.kill();
        server.start();

        String log = server.log();
        String recovering = log.substring(0, log.lastIndexOf("ready to accept"));
        recovering = recovering.substring(0, recovering.lastIndexOf('\n'));
        assertThat(of(recovering)).isEqualTo(FailurePattern.STARTING);
        assertThat(of(log)).isEqualTo(FailurePattern.NONE);
    }

    @Test
    void what_clients_run_into_says_nothing_about_the_server() {
        server.start();
        String path = server.dataDirectory().resolve("none").toString();
        for (String statement :
                List.of(
                        "set no_such_parameter = 1",
                        "set work_mem = 'much'",
                        "copy pg_class to '/root/never/there'",
                        "select pg_read_file('" + path + "')")) {
            server.sql("\\set ON_ERROR_STOP off\n" + statement + ";");
        }

        assertThat(of(server.log())).isEqualTo(FailurePattern.NONE);
    }

    private FailurePattern diagnosis() {
        return of(server.failToStart());
    }

    private static FailurePattern of(String log) {
        return Diagnosis.of(log, PostgresFailures.ALL).pattern();
    }

    private void own(Path file) {
        io.caretaker.testkit.server.Programs.give(file, server.user());
    }

    /// The program once more, on the same data.
    private record Second(PostgresServer first) implements AutoCloseable {
        FailurePattern diagnosis() {
            try {
                first.runAsServer(
                        List.of(first.program("postgres"), "-D", first.dataDirectory().toString()),
                        "");
                return FailurePattern.NONE;
            } catch (IllegalStateException refused) {
                return of(String.valueOf(refused.getMessage()));
            }
        }

        @Override
        public void close() {
            assertThat(first.sql("select 1")).isEqualTo("1");
        }
    }
}
