package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InForceSettingsTest {
    @TempDir private Path directory;

    private Function<String, InForce> shown(Machine machine) throws IOException {
        Map<String, InForce> all =
                machine.settings().inForce().stream()
                        .collect(Collectors.toMap(InForce::key, Function.identity()));
        return key -> Objects.requireNonNull(all.get(key), key);
    }

    private String at(InForce setting) {
        return setting.value()
                + " from "
                + setting.origin().toString().replace(directory + "/", "");
    }

    @Test
    void each_setting_has_its_value_and_where_it_comes_from() throws IOException {
        var machine = new Machine(directory);
        machine.write(
                "work/caretaker.yaml",
                """
                history: {retention_days: 12}
                defaults:
                  care:
                    thresholds:
                      total_connections: {warning: 5}
                """);
        machine.write("work/.env", "MAX_RECOVERY_ATTEMPTS=7\n");
        machine.environment.put("DEFAULT_CHECK_INTERVAL", "20");
        machine.options.put("--state", "/opt/state");
        var shown = shown(machine);
        assertThat(at(shown.apply("history.retention_days")))
                .isEqualTo("12 from work/caretaker.yaml:1:27");
        assertThat(at(shown.apply("defaults.recovery.max_recovery_attempts")))
                .isEqualTo("7 from work/.env:1");
        assertThat(at(shown.apply("defaults.monitoring.interval_sec")))
                .isEqualTo("20 from environment DEFAULT_CHECK_INTERVAL");
        assertThat(at(shown.apply("state"))).isEqualTo("/opt/state from option --state");
        assertThat(at(shown.apply("store.path"))).isEqualTo("/opt/state/store from default");
        assertThat(at(shown.apply("node"))).isEqualTo("machine from default");
        assertThat(at(shown.apply("discovery.enabled"))).isEqualTo("true from default");
        assertThat(at(shown.apply("defaults.care.thresholds.total_connections.warning")))
                .startsWith("5.0 from work/caretaker.yaml:5");
        assertThat(at(shown.apply("defaults.care.thresholds.total_connections.critical")))
                .isEqualTo("50.0 from default");
        assertThat(shown.apply("limits.concurrent_checks").value()).isEqualTo(new BigDecimal(2000));
    }

    @Test
    void passwords_are_masked_wherever_they_stand() throws IOException {
        var machine = new Machine(directory);
        machine.environment.put("MONGODB_URI", "mongodb://u:hid%3Aden@db1,db2/x");
        machine.write(
                "work/caretaker.yaml",
                "recovery:\n"
                        + "  notify_command: [curl, --token, hidden, 'https://x/?token=hidden&a=b',"
                        + " 'Authorization: Bearer hidden']\n");
        var shown = shown(machine);
        assertThat(shown.apply("store.uri").value()).isEqualTo("mongodb://u:***@db1,db2/x");
        assertThat(shown.apply("recovery.notify_command").value())
                .isEqualTo(
                        List.of(
                                "curl",
                                "--token",
                                "***",
                                "https://x/?token=***&a=b",
                                "Authorization: Bearer ***"));
    }
}
