package io.caretaker.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.testkit.server.HostilePeer;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a recovery would do is said before, as it then is done or left.
class DryRunIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("addresses=(http://[0-9.:]+/)");

    @TempDir Path directory;

    private static String get(DaemonProcess daemon, String path) throws Exception {
        daemon.awaitErr("are served");
        Matcher found = ADDRESS.matcher(daemon.err());
        assertThat(found.find()).isTrue();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(found.group(1)).resolve(path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    private static String said(Ran ran, String before) {
        assertThat(ran.out()).as(ran.err()).startsWith(before);
        return ran.out().lines().findFirst().orElseThrow().substring(before.length());
    }

    @Test
    void of_a_host_that_does_not_answer_nothing_would_be_done_and_nothing_is() throws Exception {
        try (HostilePeer silent = HostilePeer.silent()) {
            // Its address is taken for another machine's and leads to this one.
            CommandLineRig caretaker =
                    new CommandLineRig(directory)
                            .configured(
                                    """
                                    discovery: {enabled: false}
                                    hosts:
                                      - {host_id: h2, ip_address: 0.0.0.0, environment: dev, region: lab,
                                         ssh_config: {user: care, port: %d}}
                                    services:
                                      - service_id: svc_far
                                        host_id: h2
                                        service_name: far.service
                                        monitoring: {method: ssh, interval_sec: 2, timeout_sec: 2}
                                    """
                                            .formatted(silent.port()));
            String before;
            try (var daemon = DaemonProcess.start(directory, "daemon").awaitStarted()) {
                await().atMost(LONG)
                        .untilAsserted(() ->
                                assertThat(caretaker.run("recover", "svc_far", "--dry-run").out())
                                        .contains("host h2"));
                Ran dry = caretaker.run("recover", "svc_far", "--dry-run");
                String reason = said(dry, "It would not be recovered: ");
                assertThat(reason).startsWith("host h2 ");
                assertThat(get(daemon, "/api/v1/services/svc_far/recovery"))
                        .contains("\"would_act\":false", "host h2 ");
                assertThat(get(daemon, "/services/svc_far"))
                        .contains("it would be left alone: host h2");
                Ran real = caretaker.run("recover", "svc_far", "--wait", "30");
                assertThat(real.out()).contains("is not up: host h2 ");
                assertThat(real.code()).isNotZero();
                before = reason;
                daemon.signal("TERM");
                assertThat(daemon.exitCode()).isZero();
            }
            // Without the daemon the command asks the host itself.
            assertThat(caretaker.run("recover", "svc_far", "--dry-run").out())
                    .contains("It would not be recovered: host h2 ");
            assertThat(before).isNotBlank();
        }
    }

    @Test
    void what_people_have_locked_down_would_be_left_alone_and_is() throws Exception {
        try (PostgresServer server = PostgresServer.startNew()) {
            CommandLineRig caretaker = watching(server);
            try (var daemon = DaemonProcess.start(directory, "daemon").awaitStarted()) {
                server.kill();
                await().atMost(LONG)
                        .untilAsserted(() ->
                                assertThat(caretaker.run("recover", "svc_db", "--dry-run").out())
                                        .contains("It would be recovered: start it", "run touch "));
                assertThat(directory.resolve("started")).doesNotExist();
                server.start();
                await().atMost(LONG)
                        .untilAsserted(() ->
                                assertThat(caretaker.run("status").out()).doesNotContain("down"));

                Ran shut = caretaker.run("emergency-shutdown", "svc_db", "--lockdown", "--yes");
                assertThat(shut.code()).as(shut.out() + shut.err()).isZero();
                server.kill();
                await().atMost(LONG)
                        .untilAsserted(() ->
                                assertThat(caretaker.run("recover", "svc_db", "--dry-run").out())
                                        .contains("locked down since"));
                String reason =
                        said(
                                caretaker.run("recover", "svc_db", "--dry-run", "--force"),
                                "It would not be recovered: ");
                Ran real = caretaker.run("recover", "svc_db", "--force", "--wait", "30");
                assertThat(real.out()).contains("is not up: " + reason);
                assertThat(get(daemon, "/services/svc_db"))
                        .contains("it would be left alone: locked down since");
                assertThat(directory.resolve("started")).doesNotExist();
            }
            server.start();
            assertThat(caretaker.run("emergency-shutdown", "svc_db", "--release", "--yes").code())
                    .isZero();
        }
    }

    @Test
    void before_a_yes_all_that_speaks_for_and_against_is_shown() throws Exception {
        try (PostgresServer server = PostgresServer.startNew()) {
            CommandLineRig caretaker = watching(server);
            Path file = directory.resolve("caretaker.yaml");
            Path log = Files.writeString(directory.resolve("db.log"), "all is well\n");
            Files.writeString(
                    file,
                    Files.readString(file)
                            + "    recovery: {recover_on_down: true}\n    logs: ["
                            + log
                            + "]\nenvironments:\n  - {env_name: dev, approval_required: true}\n");
            try (var daemon = DaemonProcess.start(directory, "daemon").awaitStarted()) {
                await().atMost(LONG)
                        .untilAsserted(() ->
                                assertThat(caretaker.run("status", "--format", "json").out())
                                        .contains("\"running\""));
                server.kill();
                Files.writeString(
                        log,
                        "could not write to postgres://app:hunter2@db/x: No space left on device\n",
                        java.nio.file.StandardOpenOption.APPEND);
                await().atMost(LONG)
                        .untilAsserted(
                                () -> assertThat(caretaker.run("approvals").out()).contains("r-"));
                Matcher id =
                        Pattern.compile("r-[0-9a-f]{8}").matcher(caretaker.run("approvals").out());
                assertThat(id.find()).isTrue();

                Ran shown = caretaker.run("approvals", "show", id.group());
                assertThat(shown.out())
                        .as(shown.err())
                        .contains(
                                "Host:    host_here, active, answers",
                                "start it, because: ",
                                "run touch ",
                                "Its log tells: disk full",
                                "postgres://app:***@db/x: No space left on device",
                                "Failed checks",
                                "Earlier recoveries",
                                "no   environment dev demands a person's approval",
                                "yes  how to start it is known",
                                "Without an answer: nothing is done")
                        .doesNotContain("hunter2");
                assertThat(get(daemon, "/api/v1/approvals/" + id.group()))
                        .contains(
                                "\"looked\":true", "\"plan\":[\"run touch ", "\"failed_checks\":[{")
                        .doesNotContain("hunter2");
                assertThat(get(daemon, "/approvals/" + id.group()))
                        .contains("What is run", "touch ", "Who was asked", "Failed checks")
                        .doesNotContain("hunter2");
                assertThat(directory.resolve("started")).doesNotExist();
                assertThat(caretaker.run("approve", id.group()).code()).isZero();
                await().atMost(LONG).until(() -> Files.exists(directory.resolve("started")));
            }
        }
    }

    private CommandLineRig watching(PostgresServer server) throws IOException {
        Path secret = directory.resolve("db.secret");
        Files.createFile(
                secret,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, server.password().reveal());
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
                            monitoring: {method: database, interval_sec: 1, timeout_sec: 2,
                                         retry_attempts: 1, retry_delay_sec: 0.2}
                            check: {host: 127.0.0.1, port: %d, user: %s, password: {file: %s}}
                            control: {commands: {start: [touch, %s]}}
                        """
                                .formatted(
                                        server.port(),
                                        server.user(),
                                        secret,
                                        directory.resolve("started")));
    }
}
