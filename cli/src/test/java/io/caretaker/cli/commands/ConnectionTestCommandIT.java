package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Trying log-ins to a real PostgreSQL server by command.
class ConnectionTestCommandIT {
    private static final String PASSWORD = "watching-all-day";

    private static @Nullable PostgresServer made;

    @TempDir Path directory = Path.of("/unset");

    @BeforeAll
    static void start() {
        made = PostgresServer.startNew();
        made.sql(
                "create role watcher login password '%1$s' in role pg_monitor; create role plain login password '%1$s'"
                        .formatted(PASSWORD));
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static PostgresServer server() {
        return Objects.requireNonNull(made);
    }

    private CommandLineRig caretaker() {
        return new CommandLineRig(directory);
    }

    private static String[] trial(String user, String... more) {
        var words =
                new ArrayList<>(
                        List.of(
                                "connection-test",
                                "postgresql",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(server().port()),
                                "--user",
                                user));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Test
    void a_log_in_that_sees_everything_is_ready_and_leaves_nothing_behind() throws IOException {
        Ran ran = caretaker().hearing(PASSWORD + "\n").run(trial("watcher", "--password"));

        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("It works (PostgreSQL ")
                .contains("postgresql at 127.0.0.1:" + server().port(), "passed")
                .doesNotContain("What to do", PASSWORD);
        assertThat(Files.exists(caretaker().state().resolve("store"))).isFalse();
    }

    @Test
    void what_the_log_in_may_not_see_is_said_with_what_would_grant_it() {
        Ran ran =
                caretaker()
                        .knowing(Map.of("PASSWORD_OF_TEST", PASSWORD))
                        .run(trial("plain", "--password-env", "PASSWORD_OF_TEST"));

        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("It works, and something cannot be seen yet")
                .contains("What to do", "GRANT pg_monitor TO plain");
    }

    @Test
    void a_refused_log_in_says_what_an_administrator_would_type() throws IOException {
        Path file = Files.writeString(directory.resolve("pass"), "wrong\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Ran ran = caretaker().run(trial("plain", "--password-file", file.toString()));

        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(1);
        assertThat(ran.out())
                .startsWith("The log-in is refused")
                .contains("ends here", "CREATE ROLE plain LOGIN", "pg_hba.conf");
    }

    @Test
    void programs_get_a_document_and_the_audit_log_of_a_fleet_an_entry() {
        CommandLineRig caretaker = caretaker();
        Ran added =
                caretaker.run(
                        "host",
                        "add",
                        "h1",
                        "--address",
                        "127.0.0.1",
                        "--environment",
                        "dev",
                        "--region",
                        "lab");
        assertThat(added.code()).as(added.err()).isZero();
        Ran ran =
                caretaker
                        .hearing(PASSWORD)
                        .run(trial("watcher", "--password", "--on", "h1", "--format", "json"));

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode document = new ObjectMapper().readTree(ran.out());
        assertThat(document.get("verdict").asString()).isEqualTo("ready");
        assertThat(document.get("usable").asBoolean()).isTrue();
        assertThat(caretaker.run("audit").out())
                .contains("connection.test", "127.0.0.1:" + server().port() + ": ready")
                .doesNotContain(PASSWORD);
    }

    @Test
    void a_port_where_nothing_listens_is_not_reached() {
        Ran ran =
                caretaker()
                        .run(
                                "connection-test",
                                "mariadb",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(FreePort.find()),
                                "--user",
                                "watcher");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).startsWith("It is not reached").contains("usually has 3306");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    oracle 127.0.0.1                                    | oracle
                    postgresql 127.0.0.1 --port 0                       | --port must be 1 to 65535
                    postgresql 127.0.0.1 --timeout 2m                   | at most 60s
                    postgresql 127.0.0.1 --timeout soon                 | soon
                    postgresql 127.0.0.1 --on nowhere                   | nowhere
                    postgresql 127.0.0.1 --password --password-env X    | mutually exclusive
                    postgresql 127.0.0.1 --user u --password            | no password was given
                    postgresql                                          | ADDRESS
                    """)
    void what_is_typed_wrong_is_said_before_anything_is_asked(String words, String said) {
        Ran ran = caretaker().run(("connection-test " + words.strip()).split(" +"));

        assertThat(ran.code()).as(ran.out()).isNotIn(0, 1);
        assertThat(ran.err()).contains(said);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void a_password_that_is_typed_is_not_shown() throws IOException {
        try (var terminal =
                PseudoTerminal.start(directory, 100, 30, trial("watcher", "--password"))) {
            terminal.await("Password: ").type(PASSWORD + "\n").await("It works");
            assertThat(Files.readString(directory.resolve("terminal.out")))
                    .doesNotContain(PASSWORD);
        }
    }
}
