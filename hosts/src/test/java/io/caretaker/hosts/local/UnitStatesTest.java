package io.caretaker.hosts.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.CommandResult.NotStarted;
import io.caretaker.core.host.CommandResult.TimedOut;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.host.UnitState.Activity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitStatesTest {
    private static final ServiceControl SYSTEMD = new ServiceControl.Systemd("x.service");
    private static final ServiceControl CLUSTER = new ServiceControl.PgCluster("15", "main");
    private static final ServiceControl SCRIPT = new ServiceControl.SysV("mysql");

    @ParameterizedTest
    @CsvSource({
        "loaded, active, running, success, 812, ACTIVE, active (running)",
        "loaded, activating, start-pre, success, 0, STARTING, activating (start-pre)",
        "loaded, reloading, reload, success, 812, STARTING, reloading (reload)",
        "loaded, deactivating, stop-sigterm, success, 812, STOPPING, deactivating (stop-sigterm)",
        "loaded, failed, failed, signal, 0, FAILED, failed (Result: signal)",
        "loaded, inactive, dead, success, 0, INACTIVE, inactive (dead)",
        "masked, inactive, dead, success, 0, INACTIVE, 'inactive (dead), masked: it cannot be started'",
        "not-found, inactive, dead, success, 0, MISSING, no such unit",
    })
    void systemd_is_understood(
            String load,
            String active,
            String sub,
            String result,
            long pid,
            Activity activity,
            String detail) {
        String output =
                "Result=%s\nMainPID=%d\nLoadState=%s\nActiveState=%s\nSubState=%s\n"
                        .formatted(result, pid, load, active, sub);

        UnitState state = UnitStates.read(SYSTEMD, exited(0, output, ""));

        assertThat(state).isEqualTo(new UnitState(activity, detail, pid == 0 ? null : pid));
    }

    @Test
    void a_unit_that_is_restarted_in_vain_has_failed() {
        String output =
                "Id=x.service\nLoadState=loaded\nActiveState=activating\nSubState=auto-restart\n"
                        + "Result=exit-code\nMainPID=0\nNRestarts=";

        assertThat(UnitStates.read(SYSTEMD, exited(0, output + "1\n", "")).activity())
                .isEqualTo(Activity.STARTING);
        assertThat(UnitStates.read(SYSTEMD, exited(0, output + "7\n", "")))
                .isEqualTo(
                        new UnitState(
                                Activity.FAILED,
                                "activating (Result: exit-code), restarted 7 times in vain",
                                null));
    }

    @Test
    void a_dead_instance_under_an_active_umbrella_counts() {
        String umbrella =
                """
                Id=postgresql.service
                LoadState=loaded
                ActiveState=active
                SubState=exited

                """;
        String well =
                """
                Id=postgresql@15-a.service
                LoadState=loaded
                ActiveState=active
                SubState=running
                MainPID=7

                """;
        String dead =
                """
                Id=postgresql@15-b.service
                LoadState=loaded
                ActiveState=failed
                SubState=failed
                Result=signal
                MainPID=0
                """;

        assertThat(UnitStates.read(SYSTEMD, exited(0, umbrella + well, "")).activity())
                .isEqualTo(Activity.ACTIVE);
        assertThat(UnitStates.read(SYSTEMD, exited(0, umbrella + well + dead, "")).detail())
                .isEqualTo("failed (Result: signal): postgresql@15-b.service");
    }

    @ParameterizedTest
    @CsvSource({"0, ACTIVE", "3, INACTIVE", "8, STARTING", "32, FAILED", "1, UNKNOWN"})
    void exit_codes_of_openrc_are_understood(int code, Activity activity) {
        var control = new ServiceControl.OpenRc("mariadb");

        assertThat(UnitStates.read(control, exited(code, "", "")).activity()).isEqualTo(activity);
    }

    @Test
    void what_could_not_be_asked_is_unknown() {
        assertThat(UnitStates.read(SYSTEMD, exited(1, "", "System has not been booted")).activity())
                .isEqualTo(Activity.UNKNOWN);
        assertThat(UnitStates.read(SYSTEMD, new TimedOut("", "")).activity())
                .isEqualTo(Activity.UNKNOWN);
        assertThat(UnitStates.read(SCRIPT, new NotStarted("no program service")).detail())
                .isEqualTo("no program service");
    }

    @ParameterizedTest
    @CsvSource({"0, ACTIVE", "1, FAILED", "2, FAILED", "3, INACTIVE", "4, UNKNOWN", "127, UNKNOWN"})
    void exit_codes_of_scripts_are_understood(int code, Activity activity) {
        assertThat(UnitStates.read(SCRIPT, exited(code, "", "")).activity()).isEqualTo(activity);
    }

    @Test
    void exit_codes_of_clusters_are_understood() {
        assertThat(UnitStates.read(CLUSTER, exited(0, "pg_ctl: server is running (PID: 71)\n", "")))
                .isEqualTo(new UnitState(Activity.ACTIVE, "online", 71L));
        assertThat(
                        UnitStates.read(CLUSTER, exited(3, "pg_ctl: no server running\n", ""))
                                .activity())
                .isEqualTo(Activity.INACTIVE);
        assertThat(
                        UnitStates.read(
                                        CLUSTER,
                                        exited(
                                                1,
                                                "",
                                                "Error: specified cluster '15 x' does not exist"))
                                .activity())
                .isEqualTo(Activity.MISSING);
    }

    private static Exited exited(int code, String output, String errors) {
        return new Exited(code, output, errors, Duration.ZERO);
    }
}
