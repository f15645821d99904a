package io.caretaker.cli.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the command line says about the configuration.
///
/// @param config the file of `--config`, null when it was not given
/// @param values the other options by their names (`--state`)
public record Overrides(@Nullable Path config, Map<String, String> values) {
    public static final Overrides NONE = new Overrides(null, Map.of());

    public Overrides {
        values = Map.copyOf(values);
    }
}
