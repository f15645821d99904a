package io.caretaker.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.inventory.ServiceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A host that does not answer says nothing about its services.
@ExtendWith(Fleet.class)
class CutHostFleetIT {
    private static final String MARIADB = "mariadb.service";
    private static final Duration A_WHILE = Duration.ofSeconds(12);

    @TempDir Path directory;
    private final Testbed testbed;

    CutHostFleetIT(Testbed testbed) {
        this.testbed = testbed;
    }

    @AfterEach
    void whole_again() {
        for (int host = 1; host <= Testbed.HOSTS; host++) {
            testbed.hurt("heal", host);
            testbed.hurt("thaw", host);
            testbed.hurt("start", host);
            testbed.on(
                    host,
                    "rm -rf /etc/systemd/system/mariadb.service.d; systemctl daemon-reload;"
                            + " systemctl start "
                            + MARIADB);
        }
    }

    @Test
    void a_cut_host_is_told_once_and_nothing_is_restarted() {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            ServiceId cut = daemon.watchUnit(2, MARIADB);
            ServiceId also = daemon.watchUnit(2, "postgresql@15-main.service");
            ServiceId other = daemon.watchUnit(1, MARIADB);
            daemon.start().awaitUp(cut, also, other);
            long pid = FleetDaemon.mainPid(testbed, 2, MARIADB);

            testbed.hurt("cut", 2);
            await().atMost(FleetDaemon.LONG).until(() -> daemon.state(cut).unreachable());
            await().atMost(FleetDaemon.LONG).until(() -> daemon.state(also).unreachable());
            stayed(daemon, cut);
            testbed.hurt("heal", 2);
            await().atMost(FleetDaemon.LONG).until(() -> !daemon.state(cut).unreachable());

            daemon.awaitUp(cut, also);
            assertThat(daemon.state(other).status().up()).isTrue();
            assertThat(FleetDaemon.mainPid(testbed, 2, MARIADB)).isEqualTo(pid);
            assertThat(daemon.deeds(cut)).isEmpty();
            assertThat(daemon.deeds(also)).isEmpty();
            assertThat(daemon.told("h2"))
                    .extracting(Notice::title)
                    .containsExactly(
                            "host h2 does not answer; 2 services on it are not judged",
                            "host h2 answers again");
        }
    }

    @Test
    void a_frozen_host_is_not_healed_but_awaited() {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            ServiceId frozen = daemon.watchUnit(2, MARIADB);
            ServiceId other = daemon.watchUnit(3, MARIADB);
            daemon.start().awaitUp(frozen, other);
            long pid = FleetDaemon.mainPid(testbed, 2, MARIADB);

            testbed.hurt("freeze", 2);
            await().atMost(FleetDaemon.LONG).until(() -> daemon.state(frozen).unreachable());
            stayed(daemon, frozen);
            testbed.hurt("thaw", 2);
            await().atMost(FleetDaemon.LONG).until(() -> !daemon.state(frozen).unreachable());

            daemon.awaitUp(frozen);
            assertThat(FleetDaemon.mainPid(testbed, 2, MARIADB)).isEqualTo(pid);
            assertThat(daemon.recoveries(frozen)).isEmpty();
        }
    }

    @Test
    void cut_off_from_everybody_it_suspects_itself() {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            List<ServiceId> all =
                    List.of(
                            daemon.watchUnit(1, MARIADB),
                            daemon.watchUnit(2, MARIADB),
                            daemon.watchUnit(3, MARIADB));
            daemon.start();
            all.forEach(daemon::awaitUp);

            for (int host = 1; host <= Testbed.HOSTS; host++) {
                testbed.hurt("cut", host);
            }
            daemon.awaitTold("cut off");
            all.forEach(id -> stayed(daemon, id));
            for (int host = 1; host <= Testbed.HOSTS; host++) {
                testbed.hurt("heal", host);
            }

            all.forEach(daemon::awaitUp);
            all.forEach(id -> assertThat(daemon.recoveries(id)).isEmpty());
        }
    }

    @Test
    void a_host_that_loses_power_in_mid_recovery_is_healed_once_it_is_back() {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            testbed.on(
                    3,
                    "mkdir -p /etc/systemd/system/mariadb.service.d && printf"
                            + " '[Service]\\nRestart=no\\nExecStartPre=/bin/sleep 5\\n' >"
                            + " /etc/systemd/system/mariadb.service.d/slow.conf && systemctl"
                            + " daemon-reload");
            ServiceId slow = daemon.watchUnit(3, MARIADB);
            ServiceId other = daemon.watchUnit(1, MARIADB);
            daemon.start().awaitUp(slow, other).awaitHeld(slow);

            testbed.on(3, "kill -9 " + FleetDaemon.mainPid(testbed, 3, MARIADB));
            await().atMost(FleetDaemon.LONG)
                    .until(() ->
                            testbed.on(3, "systemctl show -p SubState --value " + MARIADB)
                                    .equals("start-pre"));
            testbed.hurt("cut", 3);
            testbed.hurt("kill", 3);
            await().atMost(FleetDaemon.LONG).until(() -> daemon.state(slow).unreachable());
            testbed.hurt("heal", 3);
            testbed.hurt("start", 3);

            daemon.awaitUp(slow);
            assertThat(daemon.state(other).status().up()).isTrue();
        }
    }

    @Test
    void a_host_that_reboots_is_left_alone_until_it_is_up() {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            ServiceId id = daemon.watchUnit(2, MARIADB);
            ServiceId other = daemon.watchUnit(1, MARIADB);
            daemon.start().awaitUp(id, other).awaitHeld(id);
            // Not by the process number, which is the same after each boot.
            String before = started();

            testbed.on(2, "systemd-run --no-block systemctl reboot");
            await("the host has booted anew")
                    .atMost(FleetDaemon.LONG)
                    .ignoreExceptions()
                    .until(this::started, when -> !when.equals("0") && !when.equals(before));
            daemon.awaitUp(id).awaitHeld(id);

            stayed(daemon, id);
        }
    }

    private String started() {
        return testbed.on(2, "systemctl show -p ActiveEnterTimestampMonotonic --value " + MARIADB);
    }

    /// Nothing was done to the service for a while.
    private static void stayed(FleetDaemon daemon, ServiceId id) {
        await("nothing is done")
                .during(A_WHILE.dividedBy(2))
                .atMost(A_WHILE)
                .until(() -> daemon.recoveries(id).isEmpty());
    }
}
