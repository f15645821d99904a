package io.caretaker.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SudoRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final HostId HERE = new HostId("here");

    @TempDir Path directory;

    @Test
    void exactly_the_commands_that_heal_are_allowed() {
        SudoRules rules = rules(true, new ServiceControl.Systemd("postgresql@15-main.service"));

        assertThat(rules.refused()).isEmpty();
        assertThat(rules.text("caretaker").lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "Defaults:caretaker !requiretty",
                        rule("reload"),
                        rule("restart"),
                        rule("start"),
                        rule("stop"));
    }

    private static String rule(String verb) {
        return "caretaker ALL=(root) NOPASSWD: /usr/bin/systemctl "
                + verb
                + " --no-ask-password postgresql@15-main.service";
    }

    @Test
    void what_is_only_watched_gets_no_rule() {
        assertThat(rules(false, new ServiceControl.Systemd("nginx.service")).none()).isTrue();
    }

    @Test
    void commands_of_the_operator_get_a_rule_by_the_operator_only() {
        SudoRules rules =
                rules(
                        true,
                        new ServiceControl.Commands(
                                List.of("/srv/x", "start"), List.of(), List.of(), List.of(), null));

        assertThat(rules.none()).isTrue();
        assertThat(rules.refused()).singleElement().asString().contains("commands of your own");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.service",
                "*.service",
                "x?.service",
                "[a-z].service",
                "a\\x2db.service",
                "a\ncaretaker ALL=(ALL) NOPASSWD: ALL",
                "\"\"",
                "a!b",
                "#include",
                "%n.service",
                "^.*$"
            })
    void a_unit_whose_name_sudo_would_read_otherwise_gets_no_rule_and_is_named(String unit) {
        SudoRules rules = rules(true, new ServiceControl.Systemd(unit));

        assertThat(rules.none()).isTrue();
        assertThat(rules.refused())
                .singleElement()
                .asString()
                .startsWith("svc: '")
                .endsWith("cannot stand in a sudo rule safely")
                .doesNotContain("\n");
    }

    @Test
    void a_missing_program_is_named() {
        SudoRules rules =
                SudoRules.of(
                        inventory(true, new ServiceControl.OpenRc("mariadb")),
                        _ -> Optional.empty());

        assertThat(rules.refused()).containsExactly("svc: there is no program rc-service");
    }

    /// What sudo's own program says of the file.
    @Test
    void sudo_reads_the_rules() throws IOException, InterruptedException {
        if (SystemCommands.find("visudo").isEmpty()) {
            Programs.missing("visudo, of the package sudo,");
        }
        String text = rules(true, new ServiceControl.Systemd("a:b=c,d.service")).text("caretaker");
        assertThat(text).contains(" a\\:b\\=c\\,d.service\n");
        Path file = Files.writeString(directory.resolve("rules"), text);

        Process check =
                new ProcessBuilder("visudo", "-c", "-f", file.toString())
                        .redirectErrorStream(true)
                        .start();

        assertThat(
                        new String(
                                check.getInputStream().readAllBytes(),
                                java.nio.charset.StandardCharsets.UTF_8))
                .contains("parsed OK");
        assertThat(check.waitFor()).isZero();
    }

    private static SudoRules rules(boolean healed, ServiceControl control) {
        return SudoRules.of(
                inventory(healed, control), program -> Optional.of("/usr/bin/" + program));
    }

    private static Inventory inventory(boolean healed, ServiceControl control) {
        var host =
                new Host(
                        HERE,
                        "here",
                        "127.0.0.1",
                        Placement.of("production", "here"),
                        new SshConfig("caretaker", 22, null, false),
                        HostMetadata.NONE,
                        HostStatus.ACTIVE,
                        Origin.MANAGED,
                        NOW,
                        NOW,
                        null);
        var service =
                new Service(
                        new ServiceId("svc"),
                        HERE,
                        "svc",
                        ServiceType.OTHER,
                        null,
                        null,
                        new CheckSpec.Unit(),
                        null,
                        Monitoring.DEFAULT,
                        RecoveryPolicy.DEFAULT.optedIn(healed),
                        control,
                        List.of(),
                        List.of(),
                        Alerting.DEFAULT,
                        Care.DEFAULT,
                        "production",
                        "here",
                        List.of(),
                        List.of(),
                        Origin.MANAGED,
                        NOW,
                        NOW);
        return Inventory.of(List.of(host), List.of(service), List.of());
    }
}
