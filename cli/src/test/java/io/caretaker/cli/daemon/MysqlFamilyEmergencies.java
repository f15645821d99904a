package io.caretaker.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Emergencies on real servers of either dialect, with caretaker killed in the middle. Caretaker's
/// account has the rights that `adopt` gives it; accounts are locked over the Unix socket.
abstract class MysqlFamilyEmergencies {
    private static final int KILLS = 12;
    private static final int TOO_MANY_CONNECTIONS = 1040;
    private static final String SECRET = "its-secret";

    @TempDir Path directory;

    abstract MysqlFamilyServer startServer();

    /// The privileges of caretaker's account.
    abstract String privileges();

    /// Whole rows of all accounts.
    abstract String rowsQuery();

    abstract int refusedBecauseLocked();

    abstract String type();

    @Test
    void nobody_comes_in_any_more_and_after_the_release_everybody_as_before() throws Exception {
        try (MysqlFamilyServer server = serverWithUsers()) {
            CommandLineRig caretaker = watching(server);
            String before = server.sql(rowsQuery());
            try (Connection one = connect(server, "anna");
                    Connection two = connect(server, "anna");
                    Connection spared = connect(server, "vip")) {
                Ran dry = caretaker.run("emergency-shutdown", "svc_db", "--lockdown", "--dry-run");
                assertThat(dry.out())
                        .as(dry.err())
                        .contains("anna 2", "protected user vip")
                        .contains("anna@%")
                        .contains("administrators still come in: admin@127.0.0.1");
                assertThat(server.sql(rowsQuery())).isEqualTo(before);

                Ran shut = shut(caretaker);
                assertThat(shut.code()).as(shut.out() + shut.err()).isZero();
                assertThat(shut.out())
                        .contains("\"user\": \"anna\"", "\"status\": \"applied\"")
                        .contains("\"failed\": []", "protected user vip");
                assertThat(one.isValid(5)).isFalse();
                assertThat(two.isValid(5)).isFalse();
                assertThat(spared.isValid(5)).isTrue();
            }
            assertThat(refusal(server, "anna")).isEqualTo(refusedBecauseLocked());
            assertThat(refusal(server, "vip")).isZero();
            assertThat(server.sql("SELECT 1")).isEqualTo("1");
            assertThat(caretaker.run("check", "svc_db", "--format", "json").out())
                    .contains("locked down since");

            assertThat(shut(caretaker).code()).as("a second time").isZero();
            Ran released = release(caretaker);
            assertThat(released.out()).contains("\"released\": true", "\"left_alone\": []");
            assertThat(server.sql(rowsQuery())).isEqualTo(before);
            assertThat(refusal(server, "anna")).isZero();
            Ran again = release(caretaker);
            assertThat(again.code()).isZero();
            assertThat(again.out()).contains("\"released\": false", "nothing is locked down");
            assertThat(caretaker.run("audit", "--format", "json").out())
                    .contains("emergency.lockdown", "emergency.end_session", "emergency.release");
        }
    }

    @Test
    void a_lockdown_survives_a_restart_of_the_server_and_is_released_after_it() throws Exception {
        try (MysqlFamilyServer server = serverWithUsers()) {
            CommandLineRig caretaker = watching(server);
            String before = server.sql(rowsQuery());
            assertThat(shut(caretaker).code()).isZero();
            server.kill();
            server.start();
            assertThat(refusal(server, "anna")).isEqualTo(refusedBecauseLocked());
            assertThat(release(caretaker).out()).contains("\"released\": true");
            assertThat(server.sql(rowsQuery())).isEqualTo(before);
        }
    }

    @Test
    void a_server_without_a_free_connection_is_locked_down_and_emptied() throws Exception {
        try (MysqlFamilyServer server = serverWithUsers()) {
            CommandLineRig caretaker = watching(server);
            server.sql(
                    "SET GLOBAL max_connections = 10;"
                            + " ALTER USER anna@'%' WITH MAX_USER_CONNECTIONS 0");
            String before = server.sql(rowsQuery());
            var taken = new ArrayList<Connection>();
            while (refusal(server, "anna") == 0) {
                taken.add(connect(server, "anna"));
            }
            assertThat(refusal(server, "anna")).isEqualTo(TOO_MANY_CONNECTIONS);

            Ran shut = shut(caretaker);

            assertThat(shut.code()).as(shut.out() + shut.err()).isZero();
            assertThat(taken).hasSizeGreaterThan(8).noneMatch(MysqlFamilyEmergencies::valid);
            assertThat(refusal(server, "anna")).isEqualTo(refusedBecauseLocked());
            assertThat(release(caretaker).out()).contains("\"released\": true");
            assertThat(server.sql(rowsQuery())).isEqualTo(before);
        }
    }

    private static boolean valid(Connection connection) {
        try (connection) {
            return connection.isValid(5);
        } catch (SQLException _) {
            return false;
        }
    }

    @Test
    void killed_at_random_instants_it_is_resumed_and_released_exactly() throws Exception {
        try (MysqlFamilyServer server = serverWithUsers()) {
            for (int i = 0; i < 50; i++) {
                server.sql("CREATE USER u" + i + "@'10.0.%' " + (i % 5 == 0 ? "ACCOUNT LOCK" : ""));
            }
            CommandLineRig caretaker = watching(server);
            String before = server.sql(rowsQuery());
            int interrupted = 0;
            var random = new Random(5);
            for (int round = 0; round < KILLS; round++) {
                interrupted += interrupt(round, random) ? 1 : 0;
            }
            assertThat(interrupted).isPositive();
            Ran resumed = shut(caretaker);
            assertThat(resumed.code()).as(resumed.out() + resumed.err()).isZero();
            assertThat(refusal(server, "anna")).isEqualTo(refusedBecauseLocked());
            Ran released = release(caretaker);
            assertThat(released.code()).as(released.out() + released.err()).isZero();
            assertThat(server.sql(rowsQuery())).isEqualTo(before);
        }
    }

    /// Whether the command was still under way when it was killed.
    private boolean interrupt(int round, Random random) throws Exception {
        long entries = journalBytes();
        try (var process =
                DaemonProcess.start(
                        directory,
                        "round-" + round,
                        "emergency-shutdown",
                        "svc_db",
                        round % 3 != 2 ? "--lockdown" : "--release",
                        "--yes")) {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> journalBytes() != entries || !process.alive());
            LockSupport.parkNanos(random.nextLong(150_000_000));
            boolean alive = process.alive();
            process.signal("KILL");
            process.exitCode();
            return alive;
        }
    }

    private long journalBytes() {
        try (Stream<Path> files = Files.walk(directory.resolve("state/changes"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException _) {
            return 0;
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

    private MysqlFamilyServer serverWithUsers() {
        MysqlFamilyServer server = startServer();
        server.sql(
                """
                CREATE USER anna@'%%' IDENTIFIED BY '%1$s' WITH MAX_USER_CONNECTIONS 9;
                CREATE USER vip@'%%' IDENTIFIED BY '%1$s';
                CREATE USER caretaker_monitor@localhost IDENTIFIED BY '%1$s';
                GRANT %2$s ON *.* TO caretaker_monitor@localhost;
                GRANT SELECT ON performance_schema.* TO caretaker_monitor@localhost;
                """
                        .formatted(SECRET, privileges()));
        return server;
    }

    private CommandLineRig watching(MysqlFamilyServer server) throws IOException {
        return new CommandLineRig(directory)
                .configured(
                        """
                        discovery: {enabled: false}
                        hosts:
                          - {host_id: host_here, ip_address: 127.0.0.1, environment: dev, region: lab}
                        services:
                          - service_id: svc_db
                            host_id: host_here
                            service_type: %s
                            monitoring: {method: database, interval_sec: 2, timeout_sec: 5}
                            check: {host: 127.0.0.1, port: %d, user: caretaker_monitor, password: {file: %s}}
                            care: {protect: {users: [vip]}}
                        """
                                .formatted(type(), server.port(), secretFile()));
    }

    private Path secretFile() throws IOException {
        Path file = directory.resolve("svc.secret");
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        return Files.writeString(file, SECRET);
    }

    private static Connection connect(MysqlFamilyServer server, String user) throws SQLException {
        var options = new Properties();
        options.setProperty("user", user);
        options.setProperty("password", SECRET);
        options.setProperty("sslMode", "disable");
        options.setProperty("allowPublicKeyRetrieval", "true");
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + server.port() + "/", options);
    }

    /// The server's code; 0 when the user comes in.
    private static int refusal(MysqlFamilyServer server, String user) {
        try (Connection _ = connect(server, user)) {
            return 0;
        } catch (SQLException e) {
            return e.getErrorCode();
        }
    }
}
