package io.caretaker.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Caretaker as a service of a real host with systemd and sudo: installed by root, run by a user
/// without rights.
@ExtendWith(Fleet.class)
class InstalledServiceFleetIT {
    private static final int HOST = 3;
    private static final String UNIT = "caretaker.service";
    private static final String POSTGRES = "postgresql@15-main.service";
    private static final String UNIT_FILE = "/etc/systemd/system/" + UNIT;

    private final Testbed testbed;

    InstalledServiceFleetIT(Testbed testbed) {
        this.testbed = testbed;
    }

    @BeforeEach
    void install() {
        assertThat(caretaker("install --yes")).contains("caretaker.service is active");
    }

    @AfterEach
    void uninstall() {
        on("rm -rf " + UNIT_FILE + ".d");
        caretaker("uninstall --purge --yes");
    }

    @Test
    void it_runs_without_rights_in_a_closed_sandbox_and_systemd_knows_how_it_is() {
        assertThat(property("Type")).isIn("notify", "notify-reload");
        assertThat(property("StatusText")).startsWith("watching ").contains("service");
        assertThat(on("ps -o user= -p " + property("MainPID"))).isEqualTo("caretaker");
        assertThat(property("NoNewPrivileges")).isEqualTo("yes");
        on("systemd-analyze verify " + UNIT_FILE);
        assertThat(exposure()).isLessThan(2.5);
    }

    @Test
    void installing_twice_changes_nothing() {
        String before = property("MainPID") + on("sha256sum " + UNIT_FILE);

        assertThat(caretaker("install --yes"))
                .isEqualTo("Everything is installed already; nothing was changed.");

        assertThat(property("MainPID") + on("sha256sum " + UNIT_FILE)).isEqualTo(before);
    }

    @Test
    void a_dry_run_shows_every_file_and_changes_nothing() {
        on("rm " + UNIT_FILE);

        assertThat(caretaker("install --dry-run"))
                .contains("── " + UNIT_FILE, "WatchdogSec=60", "write " + UNIT_FILE);

        assertThat(on("ls /etc/systemd/system")).doesNotContain(UNIT);
        caretaker("install --yes");
    }

    @Test
    void what_a_person_changed_stays_and_the_new_one_is_put_beside() {
        on("echo '# mine' >> " + UNIT_FILE);

        assertThat(caretaker("install --yes --allow-write /srv"))
                .contains("was made or changed by somebody else and stays as it is");

        assertThat(on("tail -n 1 " + UNIT_FILE)).isEqualTo("# mine");
        assertThat(on("grep ReadWritePaths " + UNIT_FILE + ".new")).endsWith(" /srv");
        assertThat(caretaker("uninstall --yes")).contains("was changed since it was installed");
        on("rm " + UNIT_FILE + " && systemctl daemon-reload");
        caretaker("install --yes");
    }

    @Test
    void a_killed_installation_is_completed_by_the_next() {
        // As if killed after some steps: half a copy of the program, no link, no unit.
        on(
                "systemctl stop "
                        + UNIT
                        + " && rm -r "
                        + UNIT_FILE
                        + " /opt/caretaker/current /opt/caretaker/version-* && mkdir -p"
                        + " /opt/caretaker/.new-0123456789abcdef/lib");

        assertThat(caretaker("install --yes")).contains("caretaker.service is active");

        assertThat(on("ls -A /opt/caretaker")).doesNotContain(".new-");
    }

    @Test
    void a_reload_is_told_and_keeps_the_process() {
        String before = property("MainPID");

        on("systemctl reload " + UNIT);

        await("the reload is logged")
                .atMost(FleetDaemon.LONG)
                .until(() -> journal().contains("the configuration was read anew"));
        assertThat(property("ActiveState")).isEqualTo("active");
        assertThat(property("MainPID")).isEqualTo(before);
    }

    @Test
    void a_stop_is_orderly_and_within_its_limit() {
        long began = System.nanoTime();

        assertThat(caretaker("stop")).isEqualTo(UNIT + " has stopped.");

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(property("Result")).isEqualTo("success");
        assertThat(caretaker("start")).isEqualTo(UNIT + " runs.");
        assertThat(caretaker("logs -n 20")).contains("is watching");
    }

    @Test
    void a_caretaker_that_stands_still_is_started_anew_by_the_watchdog() {
        on(
                "mkdir -p "
                        + UNIT_FILE
                        + ".d && printf '[Service]\\nWatchdogSec=3\\nTimeoutAbortSec=1"
                        + "\\nRestartSec=1\\n' > "
                        + UNIT_FILE
                        + ".d/short.conf"
                        + " && systemctl daemon-reload && systemctl restart "
                        + UNIT);
        String before = property("MainPID");
        // Well fed, it lives on.
        await().pollDelay(Duration.ofSeconds(7)).until(() -> property("MainPID").equals(before));

        on("kill -STOP " + before);

        await("another caretaker runs")
                .atMost(FleetDaemon.LONG)
                .until(() ->
                        property("ActiveState").equals("active")
                                && !List.of("0", before).contains(property("MainPID")));
        assertThat(journal()).contains("Watchdog timeout");
    }

    @Test
    void postgresql_is_healed_by_exactly_the_rule_for_it() {
        on("systemctl start " + POSTGRES);
        caretaker("adopt postgresql-15-main --heal --yes");
        assertThat(caretaker("install --sudoers-only --yes"))
                .contains("write /etc/sudoers.d/caretaker", "restart " + UNIT);
        assertThat(property("NoNewPrivileges")).isEqualTo("no");
        assertThat(exposure()).isLessThan(8);
        await("it is known to be up")
                .atMost(FleetDaemon.LONG)
                .until(() -> caretaker("status --format json || true").contains("\"running\""));
        long before = FleetDaemon.mainPid(testbed, HOST, POSTGRES);

        on("kill -9 " + before);

        await("healed")
                .atMost(FleetDaemon.LONG)
                .until(() ->
                        !List.of(0L, before)
                                .contains(FleetDaemon.mainPid(testbed, HOST, POSTGRES)));
        await("written down").atMost(FleetDaemon.LONG).until(() -> journal().contains("healed"));
        for (String command :
                List.of(
                        "systemctl restart --no-ask-password ssh.service",
                        "systemctl start --no-ask-password " + POSTGRES + " ssh.service",
                        "systemctl stop --no-ask-password --now " + POSTGRES,
                        "systemctl edit " + POSTGRES,
                        "id")) {
            assertThatThrownBy(() -> asCaretaker("sudo -n -- " + command))
                    .as(command)
                    .hasMessageContaining("a password is required");
        }
        asCaretaker("sudo -n -- systemctl reload --no-ask-password " + POSTGRES);
    }

    @Test
    void uninstalling_leaves_settings_and_state_only_and_purging_leaves_nothing() {
        caretaker("uninstall --yes");

        assertThat(
                        on("ls -d /opt/caretaker "
                                        + UNIT_FILE
                                        + " /usr/local/bin/caretaker"
                                        + " /etc/sudoers.d/caretaker /etc/caretaker/* /var/lib/caretaker 2>/dev/null || true")
                                .lines())
                .containsExactly(
                        "/etc/caretaker/caretaker.env",
                        "/etc/caretaker/caretaker.yaml",
                        "/etc/caretaker/installed.json",
                        "/var/lib/caretaker");
        assertThat(on("systemctl is-active " + UNIT + " || true")).isEqualTo("inactive");
        assertThat(caretaker("uninstall --yes"))
                .isEqualTo("Nothing is installed here; nothing was changed.");

        caretaker("install --yes");
        caretaker("uninstall --purge --yes");

        assertThat(on("ls -d /opt/caretaker /etc/caretaker /var/lib/caretaker 2>/dev/null || true"))
                .isEmpty();
        assertThat(on("getent passwd caretaker || true")).isEmpty();
    }

    @Test
    void cron_lines_take_the_place_of_the_unit() {
        on("mkdir -p /etc/cron.d");

        caretaker("install --cron --check-every '*/10 * * * *' --yes");

        assertThat(on("cat /etc/cron.d/caretaker")).contains("*/10 * * * * caretaker said=$(flock");
        assertThat(on("ls " + UNIT_FILE + " 2>/dev/null || true")).isEmpty();
        // What cron would run.
        String line = "grep '^\\*' /etc/cron.d/caretaker | cut -d' ' -f7- > /tmp/line; . /tmp/line";
        on("export $(grep ^CARETAKER /etc/cron.d/caretaker); " + line);
    }

    private double exposure() {
        return Double.parseDouble(
                on("systemd-analyze security --no-pager " + UNIT + " | tail -n 1")
                        .replaceFirst(".*: ([0-9.]+) .*", "$1"));
    }

    private String property(String name) {
        return on("systemctl show --value --property=" + name + " " + UNIT);
    }

    private String journal() {
        return on("journalctl --no-pager -o cat -u " + UNIT + " --since -5min");
    }

    private String on(String command) {
        return testbed.on(HOST, command);
    }

    private String asCaretaker(String command) {
        return on("setpriv --reuid=caretaker --regid=caretaker --init-groups " + command);
    }

    /// The program of this project, from where the host sees it.
    private String caretaker(String arguments) {
        return on(
                "cd / && CARETAKER_BUILD=never CARETAKER_JAVA_HOME="
                        + Testbed.JAVA
                        + " "
                        + Testbed.PROJECT.resolve("caretaker")
                        + " "
                        + arguments);
    }
}
