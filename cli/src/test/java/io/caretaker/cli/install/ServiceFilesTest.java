package io.caretaker.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceFilesTest {
    @Test
    void a_unit_without_sudo_is_closed_as_far_as_java_allows() {
        String unit = UnitFile.text(choices("caretaker"), false, false, 252);

        assertThat(unit.lines())
                .contains(
                        "Type=notify",
                        "NotifyAccess=main",
                        "ExecReload=/bin/kill -HUP $MAINPID",
                        "ExecStart=/opt/caretaker/current/caretaker run --config"
                                + " /etc/caretaker/caretaker.yaml --state /var/lib/caretaker",
                        "Environment=CARETAKER_BUILD=never",
                        "WatchdogSec=60",
                        "User=caretaker",
                        "NoNewPrivileges=yes",
                        "CapabilityBoundingSet=",
                        "ProtectSystem=strict",
                        "ReadWritePaths=/var/lib/caretaker",
                        "MemoryMax=512M")
                .doesNotContain("MemoryDenyWriteExecute=yes", "PrivateTmp=yes");
    }

    /// Each of them makes systemd set the flag that keeps sudo from becoming root, where the
    /// service is not root's: systemd.exec(5), NoNewPrivileges=.
    @Test
    void nothing_that_keeps_sudo_from_working_is_in_a_unit_that_heals_by_it() {
        String unit = UnitFile.text(choices("caretaker"), true, false, 252);

        assertThat(unit.lines().filter(line -> !line.startsWith("#")))
                .noneMatch(line ->
                        line.matches(
                                "(NoNewPrivileges|SystemCall|Restrict(Address|Name|Real|SUID)|Private"
                                        + "Devices|ProtectKernel|ProtectClock|ProtectHostname"
                                        + "|MemoryDeny|LockPersonality).*"))
                .contains("CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_AUDIT_WRITE")
                .contains("ProtectSystem=strict");
        assertThat(unit).contains("# NoNewPrivileges, nor any of the settings that switch it on");
    }

    @Test
    void databases_that_caretaker_starts_as_its_children_can_write_and_outlive_it() {
        String unit = UnitFile.text(choices("caretaker"), true, true, 252);

        assertThat(unit.lines())
                .contains("ProtectSystem=full", "KillMode=process")
                .noneMatch(line -> line.startsWith("MemoryMax"));
    }

    @Test
    void a_newer_systemd_waits_for_the_end_of_a_reload() {
        assertThat(UnitFile.text(choices("caretaker"), false, false, 253).lines())
                .contains("Type=notify-reload")
                .noneMatch(line -> line.startsWith("ExecReload"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words",
                "per%cent",
                "semi;colon",
                "new\nline",
                "dollar$x",
                "back\\slash",
                "",
                "a/b",
                "star*",
                "-flag",
                "quote\"",
                "name@"
            })
    void a_unit_name_that_systemd_or_a_shell_would_read_otherwise_is_refused(String name) {
        assertThatThrownBy(() -> choices(name))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("the unit cannot be called");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/lib/two words",
                "/var/%h",
                "/var/$HOME",
                "/var/a;b",
                "relative",
                "/var/../etc",
                "/var/x\nUser=root",
                "/"
            })
    void a_path_that_could_mean_more_than_itself_is_refused(String path) {
        assertThatThrownBy(() -> choices("caretaker", "caretaker", Path.of(path), null))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("the state directory cannot be called");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALL", "%wheel", "#0", "a b", "root,x", "Caretaker"})
    void a_user_that_sudo_would_read_otherwise_is_refused(String user) {
        assertThatThrownBy(() -> choices("caretaker", user, Path.of("/var/lib/x"), null))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("the user cannot be called");
    }

    @Test
    void cron_says_only_what_is_not_well_and_does_not_run_twice_at_once() {
        var times = new CronTimes("*/5  *   * * *", "0 3 * * 1-5", List.of("svc_h1_pg"));

        assertThat(
                        CronFile.text(
                                        choices(
                                                "caretaker",
                                                "caretaker",
                                                Path.of("/var/lib/caretaker"),
                                                times),
                                        times)
                                .lines())
                .contains(
                        "*/5 * * * * caretaker said=$(flock -n -E 0"
                                + " /var/lib/caretaker/cron-check.lock"
                                + " /opt/caretaker/current/caretaker check --config"
                                + " /etc/caretaker/caretaker.yaml --state /var/lib/caretaker 2>&1)"
                                + " || echo \"$said\"",
                        "0 3 * * 1-5 caretaker said=$(flock -n -E 0"
                                + " /var/lib/caretaker/cron-cleanup.lock"
                                + " /opt/caretaker/current/caretaker cleanup svc_h1_pg --yes --config"
                                + " /etc/caretaker/caretaker.yaml --state /var/lib/caretaker 2>&1)"
                                + " || echo \"$said\"")
                .noneMatch(line -> line.startsWith("MAILTO"))
                .noneMatch(line -> line.contains("%"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * *",
                "* * * * * root rm",
                "@daily",
                "*/5 * * * *\n* * * * *",
                "% * * * *"
            })
    void a_time_that_is_none_for_cron_is_refused(String time) {
        assertThatThrownBy(() -> new CronTimes(time, null, List.of()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("is no time for cron");
        assertThatThrownBy(() -> new CronTimes("* * * * *", null, List.of("a; rm -rf /")))
                .isInstanceOf(Problem.class);
    }

    private static Choices choices(String unit) {
        return choices(unit, "caretaker", Path.of("/var/lib/caretaker"), null);
    }

    private static Choices choices(
            String unit,
            String user,
            Path state,
            @org.jspecify.annotations.Nullable CronTimes cron) {
        return new Choices(
                user,
                Path.of("/opt/caretaker"),
                Path.of("/etc/caretaker/caretaker.yaml"),
                state,
                unit,
                Path.of("/usr/lib/jvm/temurin-25"),
                null,
                List.of(),
                cron);
    }
}
