package io.caretaker.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Emergencies on real servers, with caretaker killed in the middle.
class EmergencyIT {
    private static final int KILLS = 20;
    private static final String ROWS =
            "select 'db', oid, datname, datconnlimit, datallowconn from pg_database"
                    + " union all select 'role', oid, rolname, rolconnlimit, rolcanlogin"
                    + " from pg_roles order by 1, 2";

    @TempDir Path directory;

    @Test
    void nobody_comes_in_any_more_and_after_the_release_everybody_as_before() throws Exception {
        try (PostgresServer server = serverWithUsers()) {
            CommandLineRig caretaker = watching(server, "");
            String before = server.sql(ROWS);
            try (Connection one = connect(server, "anna");
                    Connection two = connect(server, "anna");
                    Connection spared = connect(server, "vip")) {
                Ran dry = caretaker.run("emergency-shutdown", "svc_db", "--lockdown", "--dry-run");
                assertThat(dry.out())
                        .contains("(PostgreSQL ", ", identity ", "anna 2", "protected user vip");
                assertThat(server.sql(ROWS)).isEqualTo(before);

                Ran shut = shut(caretaker);
                assertThat(shut.code()).as(shut.out() + shut.err()).isZero();
                assertThat(shut.out())
                        .contains("\"user\": \"anna\"", "\"how\": \"terminated\"")
                        .contains("\"status\": \"applied\"", "\"failed\": []")
                        .contains("protected user vip");
                assertThat(one.isValid(5)).isFalse();
                assertThat(two.isValid(5)).isFalse();
                assertThat(spared.isValid(5)).isTrue();
            }
            assertThat(refusal(server, "anna")).contains("too many connections for role");
            assertThat(refusal(server, "vip")).contains("not currently accepting connections");
            assertThat(server.sql("select 1")).isEqualTo("1");

            Ran check = caretaker.run("check", "svc_db", "--format", "json");
            assertThat(check.out()).contains("locked down since");
            assertThat(check.out()).contains("\"notice\": \"locked down since");

            assertThat(shut(caretaker).code()).as("a second time").isZero();
            Ran released = release(caretaker);
            assertThat(released.out()).contains("\"released\": true", "\"left_alone\": []");
            assertThat(server.sql(ROWS)).isEqualTo(before);
            assertThat(refusal(server, "anna")).isNull();
            Ran again = release(caretaker);
            assertThat(again.code()).isZero();
            assertThat(again.out()).contains("\"released\": false", "nothing is locked down");
            assertThat(caretaker.run("audit", "--format", "json").out())
                    .contains("emergency.lockdown", "emergency.end_session", "emergency.release");
        }
    }

    @Test
    void a_lockdown_is_found_by_its_server_when_its_service_has_another_name() throws Exception {
        try (PostgresServer server = serverWithUsers()) {
            String before = server.sql(ROWS);
            assertThat(shut(watching(server, "")).code()).isZero();
            server.sql("create database young");
            assertThat(shut(watching(server, "")).out())
                    .contains("does not refuse what was made or opened since: database young");
            server.sql("drop database young");

            Path file = directory.resolve("caretaker.yaml");
            String text = Files.readString(file);
            Files.writeString(file, text.replace("svc_db", "svc_renamed"));
            Ran released =
                    new CommandLineRig(directory)
                            .run("emergency-shutdown", "svc_renamed", "--release", "--yes");
            assertThat(released.out() + released.err()).contains("let in as before");
            assertThat(server.sql(ROWS)).isEqualTo(before);
        }
    }

    @Test
    void killed_at_random_instants_it_is_resumed_and_released_exactly() throws Exception {
        try (PostgresServer server = serverWithUsers()) {
            for (int i = 0; i < 45; i++) {
                server.sql("create role r" + i + " login connection limit " + (i % 7));
            }
            for (int i = 0; i < 5; i++) {
                server.sql("create database d" + i + " connection limit " + (i + 1));
            }
            CommandLineRig caretaker = watching(server, "");
            String before = server.sql(ROWS);
            var random = new Random(5);
            int interrupted = 0;
            for (int round = 0; round < KILLS; round++) {
                boolean closing = round % 3 != 2;
                long entries = journalBytes();
                try (var process =
                        DaemonProcess.start(
                                directory,
                                "round-" + round,
                                "emergency-shutdown",
                                "svc_db",
                                closing ? "--lockdown" : "--release",
                                "--yes")) {
                    Awaitility.await()
                            .pollInterval(Duration.ofMillis(2))
                            .atMost(Duration.ofSeconds(90))
                            .until(() -> journalBytes() != entries || !process.alive());
                    LockSupport.parkNanos(random.nextLong(150_000_000));
                    interrupted += process.alive() ? 1 : 0;
                    process.signal("KILL");
                    process.exitCode();
                }
            }
            assertThat(interrupted).isPositive();
            Ran resumed = shut(caretaker);
            assertThat(resumed.code()).as(resumed.out() + resumed.err()).isZero();
            assertThat(refusal(server, "anna")).contains("too many connections");
            Ran released = release(caretaker);
            assertThat(released.code()).as(released.out() + released.err()).isZero();
            assertThat(server.sql(ROWS)).isEqualTo(before);
        }
    }

    private long journalBytes() {
        Path journal = directory.resolve("state/changes");
        try (Stream<Path> files = Files.walk(journal)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | java.io.UncheckedIOException _) {
            return 0;
        }
    }

    @Test
    void usr1_empties_the_databases_that_allow_it_and_no_other() throws Exception {
        try (PostgresServer willing = serverWithUsers();
                PostgresServer unwilling = serverWithUsers()) {
            watching(
                    willing,
                    """
                        care: {emergency_on_signal: true}
                      - service_id: svc_other
                        host_id: host_here
                        service_type: postgresql
                        monitoring: {method: database, interval_sec: 2, timeout_sec: 5}
                        check: {host: 127.0.0.1, port: %d, user: %s, password: {file: %s}}
                    """
                            .formatted(
                                    unwilling.port(),
                                    unwilling.user(),
                                    secret(unwilling, "other")));
            try (var daemon = DaemonProcess.start(directory, "daemon").awaitStarted();
                    Connection ended = connect(willing, "anna");
                    Connection stays = connect(unwilling, "anna")) {
                daemon.signal("USR1");
                daemon.awaitErr("emergency shutdown has ended");
                daemon.awaitErr("left alone, it is not allowed here service=svc_other");
                assertThat(ended.isValid(5)).isFalse();
                assertThat(stays.isValid(5)).isTrue();
                daemon.signal("TERM");
                assertThat(daemon.exitCode()).isZero();
            }
        }
    }

    @Test
    void without_lockdown_those_who_come_back_are_let_be() throws Exception {
        try (PostgresServer server = serverWithUsers()) {
            CommandLineRig caretaker = watching(server, "");
            try (Connection one = connect(server, "anna")) {
                Ran shut = caretaker.run("emergency-shutdown", "svc_db", "--yes");
                assertThat(shut.code()).as(shut.out() + shut.err()).isZero();
                assertThat(shut.out()).contains("1 session ended");
                assertThat(one.isValid(5)).isFalse();
            }
            assertThat(refusal(server, "anna")).isNull();
        }
    }

    private static Ran shut(CommandLineRig caretaker) {
        return caretaker.run(
                "emergency-shutdown", "svc_db", "--lockdown", "--yes", "--format", "json");
    }

    private static Ran release(CommandLineRig caretaker) {
        return caretaker.run(
                "emergency-shutdown", "svc_db", "--release", "--yes", "--format", "json");
    }

    private static PostgresServer serverWithUsers() {
        PostgresServer server = PostgresServer.startNew();
        server.sql("create role anna login password 'its-secret' connection limit 9");
        server.sql("create role vip login password 'its-secret'");
        server.sql("create database app connection limit 20");
        return server;
    }

    private CommandLineRig watching(PostgresServer server, String more) throws IOException {
        String protect = more.isEmpty() ? "    care: {protect: {users: [vip]}}\n" : more;
        return new CommandLineRig(directory)
                .configured(
                        """
                        discovery: {enabled: false}
                        hosts:
                          - {host_id: host_here, ip_address: 127.0.0.1, environment: dev, region: lab}
                        services:
                          - service_id: svc_db
                            host_id: host_here
                            service_type: postgresql
                            monitoring: {method: database, interval_sec: 2, timeout_sec: 5}
                            check: {host: 127.0.0.1, port: %d, user: %s, password: {file: %s}}
                        %s\
                        """
                                .formatted(
                                        server.port(),
                                        server.user(),
                                        secret(server, "svc"),
                                        protect));
    }

    private Path secret(PostgresServer server, String name) throws IOException {
        Path file = directory.resolve(name + ".secret");
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        return Files.writeString(file, server.password().reveal());
    }

    private static Connection connect(PostgresServer server, String user) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/app", user, "its-secret");
    }

    private static @Nullable String refusal(PostgresServer server, String user) {
        try (Connection _ = connect(server, user)) {
            return null;
        } catch (SQLException e) {
            return e.getMessage();
        }
    }
}
