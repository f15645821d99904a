package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.HostLimits;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.recovery.RecoveryPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecedenceTest {
    private static final String INTERVAL = "DEFAULT_CHECK_INTERVAL";
    private static final String INTERVAL_PATH = "defaults.monitoring.interval_sec";

    @TempDir private Path directory;

    @Test
    void without_anything_the_defaults_hold() throws IOException {
        Settings settings = new Machine(directory).settings();
        assertThat(settings.file()).isNull();
        assertThat(settings.node()).isEqualTo("machine");
        assertThat(settings.state()).isEqualTo(directory.resolve("home/.local/state/caretaker"));
        assertThat(settings.store()).isEqualTo(settings.state().resolve("store"));
        assertThat(settings.defaults())
                .isEqualTo(
                        new Settings.Defaults(
                                Monitoring.DEFAULT,
                                false,
                                RecoveryPolicy.DEFAULT,
                                Alerting.DEFAULT,
                                Care.DEFAULT));
        assertThat(settings.limits()).isEqualTo(new Settings.Limits(2000, 64, 2));
        assertThat(settings.history())
                .isEqualTo(new Settings.History(Duration.ofDays(30), Duration.ofDays(400), null));
        assertThat(settings.discovery())
                .isEqualTo(new Settings.Discovery(true, Duration.ofMinutes(1), HostLimits.DEFAULT));
        assertThat(settings.recovery())
                .isEqualTo(
                        new Settings.Recovery(
                                List.of(),
                                List.of(),
                                Duration.ofHours(1),
                                true,
                                Duration.ofMinutes(2)));
        assertThat(settings.origins().values()).containsOnly(Place.DEFAULT);
    }

    @Test
    void each_layer_lies_over_the_one_before() throws IOException {
        var machine = new Machine(directory);
        machine.write("work/caretaker.yaml", "defaults:\n  monitoring:\n    interval_sec: 10\n");
        assertInterval(machine, 10, "work/caretaker.yaml:3:19");
        machine.write("work/.env", "# comment\nexport " + INTERVAL + " = \"20\" # why\n");
        assertInterval(machine, 20, "work/.env:2");
        machine.environment.put(INTERVAL, "30");
        assertInterval(machine, 30, "environment " + INTERVAL);
        machine.environment.put(INTERVAL, " ");
        assertInterval(machine, 20, "work/.env:2");
    }

    private void assertInterval(Machine machine, int seconds, String origin) throws IOException {
        Settings settings = machine.settings();
        assertThat(settings.defaults().monitoring().interval())
                .isEqualTo(Duration.ofSeconds(seconds));
        assertThat(
                        String.valueOf(settings.origins().get(INTERVAL_PATH))
                                .replace(directory + "/", ""))
                .isEqualTo(origin);
    }

    @Test
    void options_outrank_everything_and_paths_are_relative_to_where_they_stand()
            throws IOException {
        var machine = new Machine(directory);
        machine.config = machine.write("elsewhere/my.yaml", "state: here\nlogging: {file: ~/l}\n");
        assertThat(machine.settings().state()).isEqualTo(directory.resolve("elsewhere/here"));
        assertThat(machine.settings().logging().file()).isEqualTo(directory.resolve("home/l"));
        machine.environment.put("CARETAKER_STATE", "env");
        assertThat(machine.settings().state()).isEqualTo(directory.resolve("work/env"));
        machine.options.put("--state", "/opt/state");
        assertThat(machine.settings().state()).isEqualTo(Path.of("/opt/state"));
        assertThat(machine.settings().origins().get("state")).isEqualTo(Place.option("--state"));
    }

    @Test
    void the_file_is_looked_for_from_near_to_far() throws IOException {
        var machine = new Machine(directory);
        machine.write("etc/caretaker/caretaker.yaml", "node: etc");
        assertThat(machine.settings().node()).isEqualTo("etc");
        machine.write("home/.config/caretaker/caretaker.yaml", "node: home");
        assertThat(machine.settings().node()).isEqualTo("home");
        machine.environment.put("XDG_CONFIG_HOME", directory.resolve("xdg").toString());
        machine.write("xdg/caretaker/caretaker.yaml", "node: xdg");
        assertThat(machine.settings().node()).isEqualTo("xdg");
        machine.write("work/caretaker.yaml", "node: work");
        assertThat(machine.settings().node()).isEqualTo("work");
        machine.environment.put("CARETAKER_CONFIG", "../named.yaml");
        machine.write("named.yaml", "node: named");
        assertThat(machine.settings().node()).isEqualTo("named");
        machine.config = machine.write("option.yaml", "node: option");
        assertThat(machine.settings().node()).isEqualTo("option");
    }

    @Test
    void the_env_file_beside_the_configuration_is_read_and_yields_to_the_nearer_one()
            throws IOException {
        var machine = new Machine(directory);
        machine.config = machine.write("elsewhere/my.yaml", "");
        machine.write("elsewhere/.env", "A=far\nB='far # no comment'\nCARETAKER_NODE=007\n");
        machine.write("work/.env", "A=near # comment\n");
        Settings settings = machine.settings();
        assertThat(settings.dotEnv())
                .containsEntry("A", "near")
                .containsEntry("B", "far # no comment");
        assertThat(settings.node()).isEqualTo("007");
        assertThat(settings.toString()).doesNotContain("near");
    }

    @Test
    void root_keeps_its_state_where_the_system_does() throws IOException {
        var machine = new Machine(directory);
        machine.root = true;
        assertThat(machine.settings().state()).isEqualTo(Path.of("/var/lib/caretaker"));
    }
}
