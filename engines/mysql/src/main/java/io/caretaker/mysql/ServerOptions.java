package io.caretaker.mysql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Options of a server program. Dashes and underscores in a name are the same, and the last one
/// given counts. Immutable.
///
/// Source: MySQL 8.0 Reference Manual, "Program Option Modifiers" and "Command-Line Options that
/// Affect Option-File Handling"; the same in MariaDB.
record ServerOptions(Map<String, String> values) {
    ServerOptions {
        values = Map.copyOf(values);
    }

    /// Reads `--name=value`, `--name value` for the few names that matter here, and `--name`.
    static ServerOptions of(List<String> arguments) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (argument.equals("-P") || argument.equals("-h")) {
                values.put(argument.equals("-P") ? "port" : "datadir", next(arguments, i));
            } else if (argument.startsWith("--") && equals > 0) {
                values.put(name(argument.substring(2, equals)), argument.substring(equals + 1));
            } else if (argument.startsWith("--")) {
                String next = next(arguments, i);
                values.put(name(argument.substring(2)), next.startsWith("-") ? "" : next);
            }
        }
        return new ServerOptions(values);
    }

    /// These options, and the others where these say nothing.
    ServerOptions over(ServerOptions others) {
        var all = new HashMap<>(others.values);
        all.putAll(values);
        return new ServerOptions(all);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// The value, or null when the option is missing or has none.
    @Nullable String get(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /// Whether a switch is on: given alone, or with anything but `0`, `off` and `false`.
    boolean on(String name) {
        String value = values.get(name);
        return value != null
                && !value.equals("0")
                && !value.equalsIgnoreCase("off")
                && !value.equalsIgnoreCase("false");
    }

    private static String next(List<String> arguments, int i) {
        return i + 1 < arguments.size() ? arguments.get(i + 1) : "";
    }

    private static String name(String raw) {
        String plain = raw.startsWith("loose-") ? raw.substring("loose-".length()) : raw;
        return plain.replace('_', '-');
    }
}
