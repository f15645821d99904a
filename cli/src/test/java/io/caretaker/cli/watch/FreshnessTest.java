package io.caretaker.cli.watch;

import static io.caretaker.cli.watch.SampleFleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.daemon.DaemonLock.Daemon;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.overview.Findings;
import io.caretaker.core.overview.Overview;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final Daemon RUNS = new Daemon.Running(7L);
    private static final Daemon STOPPED = new Daemon.Stopped(null);

    private static Overview checked(Duration ago) {
        return Overview.of(
                Findings.of(SampleFleet.inventory(), SampleFleet.states(NOW.minus(ago)), NOW));
    }

    @Test
    void a_daemon_that_checks_leaves_no_doubt() {
        assertThat(Freshness.doubt(checked(Duration.ofSeconds(20)), RUNS, false)).isEmpty();
    }

    @Test
    void a_daemon_that_no_longer_checks_is_doubted() {
        assertThat(Freshness.doubt(checked(Duration.ofMinutes(10)), RUNS, false))
                .isEqualTo("caretaker runs, but its newest check is 10 min old.");
    }

    @Test
    void no_daemon_is_told_with_the_age_of_what_is_known() {
        assertThat(Freshness.doubt(checked(Duration.ofSeconds(20)), STOPPED, false))
                .isEqualTo("caretaker is not running; its newest check was 20 s ago.");
        assertThat(
                        Freshness.doubt(
                                Overview.of(Findings.of(Inventory.EMPTY, Map.of(), NOW)),
                                STOPPED,
                                false))
                .isEqualTo("caretaker is not running; nothing was checked yet.");
    }

    @Test
    void a_daemon_of_another_machine_is_known_by_its_checks() {
        assertThat(Freshness.doubt(checked(Duration.ofSeconds(20)), STOPPED, true)).isEmpty();
        assertThat(Freshness.doubt(checked(Duration.ofSeconds(66)), STOPPED, true))
                .isEqualTo(
                        "no caretaker runs here; the newest check of another was 1 min 6 s ago.");
        assertThat(
                        Freshness.doubt(
                                Overview.of(Findings.of(SampleFleet.inventory(), Map.of(), NOW)),
                                STOPPED,
                                true))
                .isEqualTo("no caretaker runs here; nothing was checked yet.");
    }
}
