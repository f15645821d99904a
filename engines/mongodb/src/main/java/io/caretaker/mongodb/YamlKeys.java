package io.caretaker.mongodb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Reads the plain values of a `mongod.conf` by their dotted names (`net.port`): nested keys by
/// indentation, comments, quotes. Lists and everything fancy are left out, as no setting that
/// matters here needs them.
///
/// Source: MongoDB Manual, "Configuration File Options" (YAML 1.2, spaces only).
final class YamlKeys {
    private YamlKeys() {}

    static Map<String, String> of(String text) {
        var values = new HashMap<String, String>();
        Deque<Level> levels = new ArrayDeque<>();
        text.lines().forEach(line -> read(line, levels, values));
        return values;
    }

    private record Level(int indent, String name) {}

    private static void read(String line, Deque<Level> levels, Map<String, String> values) {
        String content = withoutComment(line);
        int colon = content.indexOf(':');
        if (colon < 0 || content.strip().startsWith("-")) {
            return;
        }
        int indent = content.length() - content.stripLeading().length();
        while (!levels.isEmpty() && levels.getLast().indent >= indent) {
            levels.removeLast();
        }
        String prefix = levels.isEmpty() ? "" : levels.getLast().name + ".";
        String name = prefix + unquoted(content.substring(0, colon));
        String value = unquoted(content.substring(colon + 1));
        if (value.isEmpty()) {
            levels.addLast(new Level(indent, name));
        } else {
            values.put(name, value);
        }
    }

    private static String withoutComment(String line) {
        int hash = line.startsWith("#") ? 0 : line.indexOf(" #");
        return hash < 0 ? line : line.substring(0, hash);
    }

    private static String unquoted(String raw) {
        String text = raw.strip();
        boolean quoted =
                text.length() >= 2
                        && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                        && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
