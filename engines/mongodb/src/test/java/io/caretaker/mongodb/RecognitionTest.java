package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.testkit.server.ThisMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecognitionTest {
    private static final String USER = System.getProperty("user.name");

    private final HostAccess host = new ThisMachine();

    @TempDir private Path directory = Path.of("unset");

    @BeforeEach
    void let_all_read() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void a_server_is_described_by_its_configuration_file() throws IOException {
        Path file = directory.resolve("mongod.conf");
        Files.writeString(
                file,
                """
                storage:
                  dbPath: %s
                systemLog:
                  path: /var/log/mongodb/mongod.log
                net:
                  port: 27099
                """
                        .formatted(directory));

        LocalServer found = recognise(null, 27099, "--config", file.toString());

        assertThat(found.name()).isEqualTo("mongodb-27099");
        assertThat(found.dataDirectory()).isEqualTo(directory.toString());
        assertThat(found.logFiles()).containsExactly("/var/log/mongodb/mongod.log");
        assertThat(found.configFiles()).containsExactly(file.toString());
        assertThat(((ServiceControl.Commands) found.control()).start())
                .containsExactly("/usr/bin/mongod", "--config", file.toString(), "--fork");
    }

    @Test
    void arguments_outrank_the_file_and_relative_paths_start_where_it_was_started() {
        LocalServer found = recognise(null, 27050, "--dbpath=data", "--port", "27050");

        assertThat(found.dataDirectory()).isEqualTo("/srv/data");
        assertThat(found.host()).isEqualTo("127.0.0.1");
        assertThat(found.socketDirectory()).isEqualTo("/tmp/mongodb-27050.sock");
        assertThat(((ServiceControl.Commands) found.control()).start())
                .startsWith("setsid", "-f", "/usr/bin/mongod");
    }

    @Test
    void it_is_stopped_by_the_lock_file_only_while_that_names_it() throws IOException {
        String dbPath = "--dbpath=" + directory;
        assertThat(commands(recognise(null, 27017, dbPath)).stop()).isEmpty();

        Files.writeString(directory.resolve("mongod.lock"), "77\n");

        assertThat(commands(recognise(null, 27017, dbPath)).stop())
                .contains("--pidfile", directory.resolve("mongod.lock").toString());
    }

    @Test
    void its_unit_is_trusted_by_name_where_the_manager_says_nothing() {
        assertThat(recognise("mongod.service", 27017).control())
                .isEqualTo(new ServiceControl.Systemd("mongod.service"));
        assertThat(recognise("ssh.service", 27017).control())
                .isInstanceOf(ServiceControl.Commands.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--shutdown", "--repair", "--version"})
    void a_mongod_on_an_errand_is_no_server(String option) {
        assertThat(Recognition.recognise(process(null, 27017, option), host)).isEmpty();
    }

    private LocalServer recognise(@Nullable String unit, int port, String... options) {
        return Recognition.recognise(process(unit, port, options), host).orElseThrow();
    }

    private static ServiceControl.Commands commands(LocalServer server) {
        return (ServiceControl.Commands) server.control();
    }

    private static ProcessFacts process(@Nullable String unit, int port, String... options) {
        var arguments = new ArrayList<>(List.of("mongod"));
        arguments.addAll(List.of(options));
        return new ProcessFacts(
                77,
                0,
                USER,
                "/usr/bin/mongod",
                arguments,
                "/srv",
                unit,
                Instant.EPOCH,
                List.of(
                        new ListeningSocket.Tcp("127.0.0.1", port),
                        new ListeningSocket.Unix("/tmp/mongodb-" + port + ".sock")));
    }
}
