package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the configuration: defaults, `caretaker.yaml`, `.env`, environment, options, in rising
/// precedence. Not thread-safe; for one use.
public final class ConfigLoader {
    static final String FILE_NAME = "caretaker.yaml";
    private static final String CONFIG_VARIABLE = "CARETAKER_CONFIG";

    private final Surroundings surroundings;
    private final Overrides options;
    private final DotEnv dotEnv = new DotEnv();
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    private ConfigLoader(Surroundings surroundings, Overrides options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    /// Reads everything.
    ///
    /// @param now the time of creation of what the file declares
    public static Configuration load(Surroundings surroundings, Overrides options, Instant now) {
        return new ConfigLoader(surroundings, options).load(now);
    }

    /// Reads a text as if it were the file, without `.env` files, the command line's options and
    /// without taking anything over.
    public static Configuration check(Surroundings surroundings, String yaml, Instant now) {
        var loader = new ConfigLoader(surroundings, Overrides.NONE);
        Path file = surroundings.workingDirectory().resolve(FILE_NAME);
        return YamlFile.read(FILE_NAME, yaml, loader.problems)
                .map(tree -> loader.checked(tree, file, now))
                .orElseGet(loader::rejected);
    }

    private Configuration load(Instant now) {
        Path beside = surroundings.workingDirectory();
        dotEnv.add(beside.resolve(".env"), problems);
        Path file = locate();
        if (file != null && file.getParent() != null && !file.getParent().equals(beside)) {
            dotEnv.add(file.resolveSibling(".env"), problems);
        }
        Optional<Tree> read =
                file == null ? Optional.of(new Tree("")) : YamlFile.read(file, problems);
        return read.map(tree -> checked(tree, file, now)).orElseGet(this::rejected);
    }

    private Configuration checked(Tree tree, @Nullable Path file, Instant now) {
        new StoreReader(tree).unfold();
        var variables = new DatabaseVariables(surroundings, dotEnv, problems);
        var database = new TargetVariables(tree, variables, problems);
        var target = file == null ? database.declare() : null;
        new Layers(tree, surroundings, dotEnv, options).apply();
        Fields fields = tree.fields();
        Settings settings =
                new SettingsReader(fields, tree, surroundings, file).read(dotEnv.values(), now);
        fields.problems().forEach(problem -> problems.add(tree.placed(problem)));
        if (!problems.isEmpty()) {
            return rejected();
        }
        return new Configuration.Loaded(
                settings.with(
                        target,
                        target == null ? List.of() : variables.inForce(),
                        database.ignored(file != null)));
    }

    private Configuration rejected() {
        problems.sort(
                Comparator.comparing(ConfigurationProblem::file)
                        .thenComparingInt(ConfigurationProblem::line)
                        .thenComparingInt(ConfigurationProblem::column));
        return new Configuration.Rejected(problems);
    }

    private @Nullable Path locate() {
        if (options.config() != null) {
            return surroundings.workingDirectory().resolve(options.config()).normalize();
        }
        String variable = surroundings.variable(CONFIG_VARIABLE);
        String named = variable == null ? dotEnv.value(CONFIG_VARIABLE) : variable;
        if (named != null) {
            return surroundings.workingDirectory().resolve(named).normalize();
        }
        return usualPlaces().stream().filter(Files::exists).findFirst().orElse(null);
    }

    private List<Path> usualPlaces() {
        return List.of(
                surroundings.workingDirectory().resolve(FILE_NAME),
                surroundings.xdg("XDG_CONFIG_HOME", ".config").resolve("caretaker", FILE_NAME),
                surroundings.systemDirectory().resolve("caretaker", FILE_NAME));
    }
}
