package io.caretaker.cli.config;

import java.util.List;

/// What reading the configuration gave.
public sealed interface Configuration {
    /// Everything is in order.
    record Loaded(Settings settings) implements Configuration {}

    /// Nothing is used; all that is wrong, in the order of files and lines.
    record Rejected(List<ConfigurationProblem> problems) implements Configuration {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
