package io.caretaker.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.SshConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Hosts that let caretaker in and do not let it act, or do not let it in.
@ExtendWith(Fleet.class)
class RefusingHostFleetIT {
    private static final String MARIADB = "mariadb.service";

    @TempDir Path directory;
    private final Testbed testbed;

    RefusingHostFleetIT(Testbed testbed) {
        this.testbed = testbed;
    }

    @AfterEach
    void as_before() {
        testbed.on(
                1,
                "test -f /root/ops.sudoers && mv /root/ops.sudoers /etc/sudoers.d/ops; rm -rf"
                        + " /etc/systemd/system/mariadb.service.d /etc/systemd/system/loop.service;"
                        + " systemctl unmask "
                        + MARIADB
                        + "; systemctl daemon-reload; systemctl start "
                        + MARIADB);
    }

    @Test
    void an_ordinary_account_heals_through_sudo() {
        noRestart();
        try (var daemon = new FleetDaemon(testbed, directory)) {
            daemon.put(1, daemon.login("ops", testbed.key()));
            ServiceId id = daemon.watchUnit(1, MARIADB);
            daemon.start().awaitUp(id);

            kill();
            daemon.awaitRecoveries(id, 1);

            assertThat(daemon.recoveries(id)).containsExactly("recovery.start+");
            daemon.awaitUp(id);
        }
    }

    @Test
    void sudo_that_refuses_is_told_in_plain_words() {
        noRestart();
        testbed.on(1, "mv /etc/sudoers.d/ops /root/ops.sudoers");
        try (var daemon = new FleetDaemon(testbed, directory)) {
            daemon.put(1, daemon.login("ops", testbed.key()));
            ServiceId id = daemon.watchUnit(1, MARIADB);
            daemon.start().awaitUp(id);

            kill();

            assertThat(daemon.awaitTold("sudo").text()).contains("sudo");
            assertThat(FleetDaemon.mainPid(testbed, 1, MARIADB)).isZero();
        }
    }

    @Test
    void a_masked_unit_is_a_persons_decision() {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            ServiceId id = daemon.watchUnit(1, MARIADB);
            daemon.start().awaitUp(id);

            testbed.on(1, "systemctl mask --now " + MARIADB);
            daemon.awaitTold("masked");

            assertThat(daemon.recoveries(id)).doesNotContain("recovery.start+", "recovery.start-");
        }
    }

    @Test
    void a_unit_that_does_not_exist_is_said_to_be_missing() {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            ServiceId id = daemon.watchUnit(1, "no-such-thing.service");
            daemon.start();

            await().atMost(FleetDaemon.LONG).until(() -> daemon.state(id).status().down());

            assertThat(daemon.state(id).message()).contains("there is no service");
            assertThat(daemon.recoveries(id)).doesNotContain("recovery.start+", "recovery.start-");
        }
    }

    @Test
    void a_unit_in_a_start_loop_of_systemd_is_not_fought_over() {
        testbed.on(
                1,
                "printf '[Service]\\nExecStart=/bin/false\\nRestart=always\\nRestartSec=2\\n"
                        + "[Unit]\\nStartLimitIntervalSec=0\\n' > /etc/systemd/system/loop.service;"
                        + " systemctl daemon-reload; systemctl start loop.service");
        try (var daemon = new FleetDaemon(testbed, directory)) {
            ServiceId id = daemon.watchUnit(1, "loop.service");
            daemon.start();
            await().atMost(FleetDaemon.LONG).until(() -> !daemon.state(id).lastResult().up());

            await().during(Duration.ofSeconds(6))
                    .atMost(Duration.ofSeconds(12))
                    .until(() ->
                            daemon.recoveries(id).stream().noneMatch(a -> a.contains("restart")));
        } finally {
            testbed.on(1, "systemctl stop loop.service");
        }
    }

    @Test
    void a_wrong_key_is_unknown_and_not_down() throws Exception {
        Path wrong = newKey();
        try (var daemon = new FleetDaemon(testbed, directory)) {
            daemon.put(1, daemon.login("root", wrong));
            ServiceId id = daemon.watchUnit(1, MARIADB);
            daemon.start();

            await().atMost(FleetDaemon.LONG).until(() -> daemon.state(id).lastCheck() != null);

            assertThat(daemon.state(id).status().down()).isFalse();
            assertThat(String.valueOf(daemon.reason(id))).isNotBlank();
            assertThat(daemon.recoveries(id)).isEmpty();
        }
    }

    @Test
    void a_changed_host_key_is_never_accepted() throws Exception {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            String others = Files.readString(newKey().resolveSibling("wrong.pub"));
            Files.writeString(
                    directory.resolve("known_hosts"),
                    testbed.address(1) + " " + others.strip() + "\n");
            SshConfig ssh = daemon.root();
            daemon.put(1, ssh);
            ServiceId id = daemon.watchUnit(1, MARIADB);
            daemon.start();

            await().atMost(FleetDaemon.LONG).until(() -> daemon.state(id).lastCheck() != null);

            assertThat(daemon.state(id).status().up()).isFalse();
            assertThat(daemon.state(id).status().down()).isFalse();
            assertThat(daemon.recoveries(id)).isEmpty();
        }
    }

    private Path newKey() throws IOException, InterruptedException {
        Path key = directory.resolve("wrong");
        Process made =
                new ProcessBuilder(
                                List.of(
                                        "ssh-keygen",
                                        "-q",
                                        "-t",
                                        "ed25519",
                                        "-N",
                                        "",
                                        "-f",
                                        key.toString()))
                        .start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return key;
    }

    private void noRestart() {
        testbed.on(
                1,
                "mkdir -p /etc/systemd/system/mariadb.service.d && printf '[Service]\\nRestart=no\\n'"
                        + " > /etc/systemd/system/mariadb.service.d/no.conf && systemctl daemon-reload"
                        + " && systemctl start "
                        + MARIADB);
    }

    private void kill() {
        testbed.on(1, "kill -9 " + FleetDaemon.mainPid(testbed, 1, MARIADB));
    }
}
