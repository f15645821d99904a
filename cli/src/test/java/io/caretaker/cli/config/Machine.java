package io.caretaker.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A machine in a temporary directory, to read configurations on.
final class Machine {
    static final Instant NOW = Instant.parse("2026-01-31T10:30:00Z");

    final Path directory;
    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> options = new HashMap<>();
    @Nullable Path config;
    boolean root;

    Machine(Path directory) {
        this.directory = directory;
    }

    Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    Configuration load() throws IOException {
        Path work = Files.createDirectories(directory.resolve("work"));
        Surroundings surroundings =
                new Surroundings(
                        environment,
                        work,
                        directory.resolve("home"),
                        root,
                        "machine",
                        directory.resolve("etc"));
        return ConfigLoader.load(surroundings, new Overrides(config, options), NOW);
    }

    Settings settings() throws IOException {
        return switch (load()) {
            case Configuration.Loaded(Settings settings) -> settings;
            case Configuration.Rejected(List<ConfigurationProblem> problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    /// The problems, with paths relative to the machine.
    List<String> problems() throws IOException {
        return switch (load()) {
            case Configuration.Loaded _ -> List.of();
            case Configuration.Rejected(List<ConfigurationProblem> problems) ->
                    problems.stream()
                            .map(each -> each.toString().replace(directory + "/", ""))
                            .toList();
        };
    }

    List<String> problems(String yaml) throws IOException {
        write("work/caretaker.yaml", yaml);
        return problems();
    }
}
