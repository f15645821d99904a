package io.caretaker.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonIT {
    @TempDir Path directory;
    private ServerSocket server;
    private CommandLineRig caretaker;

    @BeforeEach
    void something_to_watch() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        caretaker = new CommandLineRig(directory);
        configure("svc_port", "");
    }

    private void configure(String service, String more) {
        caretaker.configured(
                """
                discovery: {enabled: false}
                hosts:
                  - {host_id: host_here, ip_address: 127.0.0.1, environment: dev, region: lab}
                services:
                  - service_id: %s
                    host_id: host_here
                    monitoring: {method: tcp, interval_sec: 1, timeout_sec: 1}
                    check: {port: %d}
                %s
                """
                        .formatted(service, server.getLocalPort(), more));
    }

    @AfterEach
    void nobody_listens() throws IOException {
        server.close();
    }

    @Test
    void it_watches_tells_what_and_stops_on_term() throws Exception {
        try (var daemon = DaemonProcess.start(directory, "only").awaitStarted()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            caretaker.run("status").out().startsWith("The only service is up."));
            assertThat(daemon.out())
                    .contains("is watching 1 service on 1 host", "svc_port", "caretaker.yaml");
            assertThat(caretaker.run("service", "set", "svc_port", "tags=a").code()).isEqualTo(4);
            Instant asked = Instant.now();
            daemon.signal("TERM");
            assertThat(daemon.exitCode()).isZero();
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
        assertThat(caretaker.run("status").out())
                .contains("caretaker is not running; this is the state of ");
        assertThat(directory.resolve("state/log/caretaker.log"))
                .content()
                .containsPattern(
                        "(?m)^[0-9-]{10} [0-9:]{8} - watch - INFO - up service=svc_port reason=");
    }

    @Test
    void a_second_daemon_is_refused_with_the_firsts_number() throws Exception {
        try (var first = DaemonProcess.start(directory, "first").awaitStarted();
                var second = DaemonProcess.start(directory, "second")) {
            assertThat(second.exitCode()).isEqualTo(4);
            assertThat(second.err()).contains("another caretaker (process " + first.pid() + ")");
            first.signal("TERM");
            assertThat(first.exitCode()).isZero();
        }
    }

    @Test
    void after_kill_9_the_next_takes_the_lock_over_and_says_so() throws Exception {
        long killed;
        try (var first = DaemonProcess.start(directory, "first").awaitStarted()) {
            killed = first.pid();
            first.signal("KILL");
            first.exitCode();
        }
        try (var second = DaemonProcess.start(directory, "second").awaitStarted()) {
            assertThat(second.err()).contains("took over the lock", "pid=" + killed);
            second.signal("INT");
            assertThat(second.exitCode()).isZero();
        }
    }

    @Test
    void on_hup_the_file_is_read_anew_and_a_bad_one_is_refused() throws Exception {
        try (var daemon = DaemonProcess.start(directory, "only").awaitStarted()) {
            configure("svc_other", "nonsense: true");
            daemon.signal("HUP");
            daemon.awaitErr("the new configuration is refused, the old one stays in force");
            assertThat(caretaker.configured("").run("service", "list").out()).contains("svc_port");
            configure("svc_other", "");
            daemon.signal("HUP");
            daemon.awaitErr("the configuration was read anew");
            assertThat(caretaker.run("service", "list").out())
                    .contains("svc_other")
                    .doesNotContain("svc_port");
            daemon.signal("TERM");
            assertThat(daemon.exitCode()).isZero();
        }
        assertThat(Files.readString(directory.resolve("state/caretaker.lock"))).isEmpty();
    }

    @Test
    void a_bad_configuration_starts_nothing() throws Exception {
        configure("svc_port", "nonsense: true");
        try (var daemon = DaemonProcess.start(directory, "only")) {
            assertThat(daemon.exitCode()).isEqualTo(2);
            assertThat(daemon.err()).contains("caretaker.yaml:", "nonsense");
        }
    }
}
