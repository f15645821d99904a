package io.caretaker.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The command line of a server process.
///
/// @param dataDirectory the argument of `-D`, or null
/// @param port the argument of `-p`, or null
/// @param configFile `-c config_file=…`, or null
/// @param others all but the program and the data directory, as they were
record Arguments(
        @Nullable String dataDirectory,
        @Nullable Integer port,
        @Nullable String configFile,
        List<String> others) {
    /// First arguments that make the program something else than a server.
    private static final Set<String> NO_SERVER =
            Set.of(
                    "--single",
                    "--boot",
                    "--check",
                    "--describe-config",
                    "--version",
                    "-V",
                    "--help",
                    "-?",
                    "-C");

    Arguments {
        others = List.copyOf(others);
    }

    /// Whether a process with these arguments is a server's main process, as far as they tell. The
    /// children of a server write their role into their title: `postgres: checkpointer`.
    static boolean ofMainProcess(List<String> arguments) {
        return !arguments.isEmpty()
                && !arguments.getFirst().contains("postgres: ")
                && !arguments.getFirst().contains("postgres(")
                && arguments.stream().noneMatch(NO_SERVER::contains)
                && arguments.stream().noneMatch(argument -> argument.startsWith("--fork"));
    }

    static Arguments of(List<String> arguments) {
        @Nullable String data = null;
        @Nullable Integer port = null;
        @Nullable String config = null;
        List<String> others = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean more = i + 1 < arguments.size();
            if (argument.equals("-D") && more) {
                data = arguments.get(++i);
                continue;
            }
            if (argument.startsWith("-D")) {
                data = argument.substring(2);
                continue;
            }
            others.add(argument);
            if (argument.equals("-p") && more) {
                port = number(arguments.get(i + 1));
            } else if (argument.startsWith("-p")) {
                port = number(argument.substring(2));
            } else if (argument.contains("config_file=")) {
                config =
                        argument.substring(argument.indexOf('=', argument.indexOf("config_f")) + 1);
            }
        }
        return new Arguments(data, port, config, others);
    }

    private static @Nullable Integer number(String text) {
        return text.matches("\\d{1,5}") ? Integer.valueOf(text) : null;
    }
}
