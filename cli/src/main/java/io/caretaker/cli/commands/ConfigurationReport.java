package io.caretaker.cli.commands;

import io.caretaker.cli.config.Configuration;
import io.caretaker.cli.config.ConfigurationProblem;
import io.caretaker.cli.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of reading a configuration, as a document.
final class ConfigurationReport {
    private ConfigurationReport() {}

    static Map<String, @Nullable Object> of(Configuration read) {
        return switch (read) {
            case Configuration.Loaded(Settings settings) -> {
                Map<String, @Nullable Object> document = document(true, List.of());
                document.put("notes", settings.notes());
                yield document;
            }
            case Configuration.Rejected(List<ConfigurationProblem> problems) ->
                    document(false, problems);
        };
    }

    private static Map<String, @Nullable Object> document(
            boolean valid, List<ConfigurationProblem> problems) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("valid", valid);
        document.put("problems", problems.stream().map(ConfigurationReport::document).toList());
        return document;
    }

    private static Map<String, @Nullable Object> document(ConfigurationProblem problem) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("file", problem.file());
        document.put("line", problem.line());
        document.put("column", problem.column());
        document.put("message", problem.message());
        document.put("hint", problem.hint());
        return document;
    }
}
