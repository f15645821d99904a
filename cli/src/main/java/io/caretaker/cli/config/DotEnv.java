package io.caretaker.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The lines of `.env` files: `NAME=value`, optionally after `export`; values may be in single or
/// double quotes; `#` begins a comment, in a value only after white space. Not thread-safe.
final class DotEnv {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*?)\\s*");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    /// Adds a file if it exists; names that are known already keep their values.
    void add(Path file, List<ConfigurationProblem> problems) {
        if (Files.exists(file)) {
            TextFile.read(file, problems)
                    .ifPresent(text -> addLines(file.toString(), text, problems));
        }
    }

    private void addLines(String file, String text, List<ConfigurationProblem> problems) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                addLine(new Place(file, number, 0), line, problems);
            }
        }
    }

    private void addLine(Place place, String line, List<ConfigurationProblem> problems) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            problems.add(ConfigurationProblem.at(place, "is not NAME=value", ""));
            return;
        }
        String value = unquoted(matcher.group(2));
        if (value == null) {
            String message = matcher.group(1) + " has a quote without its end";
            problems.add(ConfigurationProblem.at(place, message, ""));
        } else if (values.putIfAbsent(matcher.group(1), value) == null) {
            places.put(matcher.group(1), place);
        }
    }

    private static @Nullable String unquoted(String raw) {
        if (raw.isEmpty() || (raw.charAt(0) != '"' && raw.charAt(0) != '\'')) {
            return COMMENT.matcher(raw).replaceFirst("").strip();
        }
        var value = new StringBuilder();
        boolean escapes = raw.charAt(0) == '"';
        for (int i = 1; i < raw.length(); i++) {
            char next = raw.charAt(i);
            if (next == raw.charAt(0)) {
                return COMMENT.matcher(raw.substring(i + 1)).replaceFirst("").isBlank()
                        ? value.toString()
                        : null;
            }
            if (escapes && next == '\\' && i + 1 < raw.length()) {
                i++;
                next = escaped(raw.charAt(i));
            }
            value.append(next);
        }
        return null;
    }

    private static char escaped(char letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> letter;
        };
    }

    @Nullable String value(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    Place place(String name) {
        return places.getOrDefault(name, Place.DEFAULT);
    }

    Map<String, String> values() {
        return values;
    }
}
