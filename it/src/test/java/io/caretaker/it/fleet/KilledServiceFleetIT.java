package io.caretaker.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A server on another host is killed and heals.
@ExtendWith(Fleet.class)
class KilledServiceFleetIT {
    private static final String MARIADB = "mariadb.service";
    private static final String POSTGRES = "postgresql@15-main.service";

    @TempDir Path directory;
    private final Testbed testbed;

    KilledServiceFleetIT(Testbed testbed) {
        this.testbed = testbed;
    }

    @BeforeEach
    void systemd_itself_restarts_nothing() {
        testbed.on(
                1,
                "mkdir -p /etc/systemd/system/mariadb.service.d && printf"
                        + " '[Unit]\\nStartLimitIntervalSec=0\\n[Service]\\nRestart=no\\n'"
                        + " > /etc/systemd/system/mariadb.service.d/no.conf && systemctl daemon-reload"
                        + " && systemctl start "
                        + MARIADB
                        + " "
                        + POSTGRES);
    }

    @Test
    void within_three_seconds_where_a_session_is_held() throws Exception {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            daemon.interval = Duration.ofSeconds(10);
            ServiceId id = daemon.watchUnit(1, MARIADB);
            daemon.start().awaitUp(id).awaitHeld(id);

            assertThat(killAndAwait(MARIADB)).isLessThan(Duration.ofSeconds(3));

            daemon.awaitRecoveries(id, 1);
            assertThat(daemon.recoveries(id)).containsExactly("recovery.start+");
            assertThat(daemon.history(id))
                    .filteredOn(row -> row.recovery() != null)
                    .first()
                    .extracting(HistoryEntry::recovery)
                    .satisfies(note -> assertThat(note.success()).isTrue());
        }
    }

    /// `-Dfleet.kills=50` makes it the measurement of docs/performance.md.
    @Test
    void every_one_of_many_kills() {
        int kills = Integer.getInteger("fleet.kills", 4);
        var took = new ArrayList<Duration>();
        try (var daemon = new FleetDaemon(testbed, directory)) {
            daemon.interval = Duration.ofSeconds(1);
            ServiceId id = daemon.watchUnit(1, MARIADB);
            daemon.start();
            for (int round = 1; round <= kills; round++) {
                daemon.awaitUp(id).awaitHeld(id);
                await("neither flapping nor remembering attempts")
                        .atMost(FleetDaemon.LONG)
                        .until(() -> !daemon.state(id).flapping() && daemon.attempts(id) == 0);
                took.add(killAndAwait(MARIADB));
                daemon.awaitRecoveries(id, round);
            }
            assertThat(daemon.recoveries(id)).hasSize(kills).containsOnly("recovery.start+");
        }
        took.sort(null);
        System.out.printf(
                "kill -9 of a remote MariaDB to running again, %d kills: median %d ms, worst %d ms%n",
                kills, took.get(kills / 2).toMillis(), took.getLast().toMillis());
        assertThat(took.getLast()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void within_an_interval_and_two_seconds_where_none_is() {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            daemon.held = false;
            daemon.interval = Duration.ofSeconds(4);
            ServiceId id = daemon.watchUnit(1, MARIADB);
            daemon.start().awaitUp(id);

            // One retry half a second after the first failure belongs to the service's settings.
            assertThat(killAndAwait(MARIADB)).isLessThan(Duration.ofSeconds(4 + 2).plusMillis(500));
        }
    }

    @Test
    void a_dead_instance_under_an_active_umbrella_is_seen() {
        try (var daemon = new FleetDaemon(testbed, directory)) {
            ServiceId id = daemon.watchUnit(1, POSTGRES);
            daemon.start().awaitUp(id).awaitHeld(id);

            assertThat(killAndAwait(POSTGRES)).isLessThan(Duration.ofSeconds(5));

            daemon.awaitRecoveries(id, 1);
            assertThat(daemon.recoveries(id)).containsExactly("recovery.start+");
            assertThat(testbed.on(1, "systemctl is-active postgresql.service")).isEqualTo("active");
        }
    }

    /// Kills the main process; the time until the unit runs with another one.
    private Duration killAndAwait(String unit) {
        long before = FleetDaemon.mainPid(testbed, 1, unit);
        testbed.on(1, "kill -9 " + before);
        long killed = System.nanoTime();
        await("running again")
                .atMost(FleetDaemon.LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () ->
                                testbed.on(
                                                1,
                                                "systemctl show -p MainPID -p SubState --value "
                                                        + unit)
                                        .lines()
                                        .sorted()
                                        .toList(),
                        said ->
                                said.getLast().equals("running")
                                        && Long.parseLong(said.getFirst()) != before);
        return Duration.ofNanos(System.nanoTime() - killed);
    }
}
