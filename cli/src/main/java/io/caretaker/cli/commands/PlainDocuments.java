package io.caretaker.cli.commands;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Documents as people hand them in: JSON, which is YAML as well, or YAML; one, several, or a list.
final class PlainDocuments {
    private PlainDocuments() {}

    /// Reads a file, or standard input for `-`.
    static List<Map<String, @Nullable Object>> read(String from, BufferedReader input) {
        String text;
        try {
            text =
                    from.equals("-")
                            ? input.lines().collect(Collectors.joining("\n"))
                            : Files.readString(Path.of(from));
        } catch (NoSuchFileException e) {
            throw new Problem(ProblemCode.NOT_FOUND, "there is no file " + from, "", e);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.INVALID, from + " cannot be read: " + e.getMessage(), "", e);
        }
        return parse(text, from.equals("-") ? "standard input" : from);
    }

    static List<Map<String, @Nullable Object>> parse(String text, String source) {
        var documents = new ArrayList<Map<String, @Nullable Object>>();
        try {
            var load = new Load(LoadSettings.builder().setLabel(source).build());
            for (Object document : load.loadAllFromString(text)) {
                if (document instanceof List<?> list) {
                    list.forEach(item -> documents.add(object(item, source)));
                } else if (document != null) {
                    documents.add(object(document, source));
                }
            }
        } catch (YamlEngineException e) {
            throw new Problem(
                    ProblemCode.INVALID,
                    source + " is neither JSON nor YAML: " + e.getMessage(),
                    "",
                    e);
        }
        if (documents.isEmpty()) {
            throw new Problem(ProblemCode.INVALID, source + " is empty", "");
        }
        return documents;
    }

    /// A value as it stands on a command line: a number, true, false, null, a list in brackets, or
    /// text.
    static @Nullable Object value(String text) {
        try {
            return new Load(LoadSettings.builder().build()).loadFromString(text);
        } catch (YamlEngineException _) {
            return text;
        }
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value, String source) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new Problem(
                    ProblemCode.INVALID, source + " holds something that is no object", "");
        }
        var object = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, field) -> object.put(String.valueOf(key), field));
        return object;
    }
}
