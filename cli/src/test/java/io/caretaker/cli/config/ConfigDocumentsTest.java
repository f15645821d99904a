package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.document.Fields;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written about the configuration agrees with what is read. `-Dcaretaker.docs.update=true`
/// writes the generated pages anew.
class ConfigDocumentsTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Set<String> KEPT =
            Set.of("origin", "created_at", "updated_at", "last_seen");

    private static final String SECRET = "{env: X}";
    private static final String ALERTING =
            ("alerting: {heartbeat: {url: %s}, channels: {NAME: {url: %s, password: %s, bearer: %s,"
                            + " user: x, routing_key: %s, signing_key: %s, quiet_hours: {days: []},"
                            + " template: {title: {file: x}, text: {file: x}, html: {file: x}},"
                            + " type: TYPE}}, routes: [{match: {}}], escalation_policies: {NAME:"
                            + " {steps: [{}]}}, on_call: {NAME: {}}, rules: {NAME: {}}}\n")
                    .replace("%s", SECRET);

    @TempDir private Path directory;

    @Test
    void the_schema_for_editors_is_the_declaration() throws IOException {
        assertGenerated("reference/caretaker.schema.json", JsonSchema.text());
    }

    @Test
    void the_reference_is_the_declaration() throws IOException {
        assertGenerated("reference/configuration.md", ConfigReference.text());
    }

    @Test
    void the_metrics_are_the_catalogue() throws IOException {
        assertGenerated("reference/metrics.md", MetricReference.text());
    }

    private static void assertGenerated(String name, String text) throws IOException {
        Path file = DOCS.resolve(name);
        if (Boolean.getBoolean("caretaker.docs.update")) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void the_example_loads() throws IOException {
        var machine = new Machine(directory);
        machine.config = DOCS.resolve("examples", "caretaker.yaml").toAbsolutePath().normalize();
        Settings.Declared declared = machine.settings().inventory();
        var inventory =
                Inventory.of(declared.hosts(), declared.services(), declared.environments());
        assertThat(inventory.services())
                .hasSize(7)
                .allMatch(each -> each.origin() == Origin.DECLARED);
        assertThat(inventory.hosts()).hasSize(2);
    }

    @Test
    void every_key_that_is_read_is_declared_and_every_declared_key_is_read() throws IOException {
        var read = new TreeSet<String>();
        for (String service : services()) {
            read.addAll(known(service, "email"));
        }
        for (String type : AlertingSchema.TYPES) {
            read.addAll(known("{}", type));
        }
        read.removeIf(path -> KEPT.contains(path.substring(path.lastIndexOf('.') + 1)));
        var declared = new TreeSet<String>();
        declared("", ConfigSchema.SETTINGS, declared);
        assertThat(read).isEqualTo(declared);
    }

    /// One of each method and control, so that all their keys are asked for.
    private static List<String> services() {
        var services = new ArrayList<String>();
        for (String method : ServiceSchema.METHODS) {
            String check = "{expect_json: {path: x}, password: {env: X}}";
            services.add(
                    "{monitoring: {method: %s}, check: %s, health_check: {check: {kind: %s, %s}}}"
                            .formatted(
                                    method, check, method, check.substring(1, check.length() - 1)));
        }
        services.add("{care: {thresholds: {NAME: {}}}}");
        services.add("{control: {pg_ctlcluster: {version: 1}}}");
        services.add("{control: {commands: {start: x}}}");
        return services;
    }

    private Set<String> known(String service, String type) throws IOException {
        Path file =
                new Machine(directory)
                        .write(
                                "x.yaml",
                                "defaults: {care: {thresholds: {NAME: {}}}}\n"
                                        + ALERTING.replace("TYPE", type)
                                        + "hosts: [{host_id: h, ssh_config: {key_passphrase: {env: X},"
                                        + " sudo_password: {env: X}}}]\nenvironments: [{maintenance_window: {day: x}}]\n"
                                        + "services: ["
                                        + service
                                        + "]\n");
        var problems = new ArrayList<ConfigurationProblem>();
        Tree tree = YamlFile.read(file, problems).orElseThrow();
        Fields fields = tree.fields();
        Surroundings surroundings = Surroundings.ofThisProcess();
        new SettingsReader(fields, tree, surroundings, file).read(java.util.Map.of(), Machine.NOW);
        var paths = new TreeSet<String>();
        fields.knownPaths().forEach(path -> paths.add(path.replace("[0]", "[]")));
        return paths;
    }

    private static void declared(String path, List<Setting> settings, Set<String> all) {
        for (Setting setting : settings) {
            String below = path.isEmpty() ? setting.key() : path + "." + setting.key();
            all.add(below);
            switch (setting) {
                case Setting.Value _ -> {}
                case Setting.Section section -> declared(below, section.settings(), all);
                case Setting.Named named -> {
                    all.add(below + "." + Setting.Named.ANY);
                    declared(below + "." + Setting.Named.ANY, named.settings(), all);
                }
                case Setting.Items items -> declared(below + "[]", items.settings(), all);
            }
        }
    }
}
