package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The settings of a `mongod`, by the names of the configuration file; arguments outrank the file.
/// Immutable.
///
/// Source: MongoDB Manual, "mongod", "Configuration File Settings and Command-Line Options
/// Mapping".
record MongodOptions(
        Map<String, String> values,
        Set<String> switches,
        @Nullable String file,
        @Nullable String workingDirectory) {
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("port", "net.port"),
                    Map.entry("bind_ip", "net.bindIp"),
                    Map.entry("dbpath", "storage.dbPath"),
                    Map.entry("logpath", "systemLog.path"),
                    Map.entry("pidfilepath", "processManagement.pidFilePath"),
                    Map.entry("config", "config"),
                    Map.entry("f", "config"));

    MongodOptions {
        values = Map.copyOf(values);
        switches = Set.copyOf(switches);
    }

    static MongodOptions of(ProcessFacts process, HostAccess host) {
        var given = new HashMap<String, String>();
        var switches = new HashSet<String>();
        parse(process.arguments(), given, switches);
        String file = given.get("config");
        var all = new HashMap<String, String>();
        if (file != null) {
            all.putAll(YamlKeys.of(text(absolute(file, process), process, host)));
        }
        all.putAll(given);
        return new MongodOptions(
                all,
                switches,
                file == null ? null : absolute(file, process),
                process.workingDirectory());
    }

    @Nullable String get(String name) {
        return values.get(name);
    }

    /// A setting that names a file, made absolute.
    @Nullable String path(String name) {
        String value = values.get(name);
        return value == null || value.startsWith("/") || workingDirectory == null
                ? value
                : workingDirectory + "/" + value;
    }

    boolean forks() {
        return switches.contains("fork") || "true".equals(values.get("processManagement.fork"));
    }

    private static void parse(
            List<String> arguments, Map<String, String> given, Set<String> switches) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-")) {
                continue;
            }
            String plain = argument.replaceFirst("^--?", "");
            int equals = plain.indexOf('=');
            String name = equals < 0 ? plain : plain.substring(0, equals);
            String setting = SETTINGS.get(name);
            if (setting == null) {
                switches.add(name);
            } else if (equals >= 0) {
                given.put(setting, plain.substring(equals + 1));
            } else if (i + 1 < arguments.size()) {
                given.put(setting, arguments.get(i + 1));
            }
        }
    }

    private static String absolute(String path, ProcessFacts process) {
        return path.startsWith("/") || process.workingDirectory() == null
                ? path
                : process.workingDirectory() + "/" + path;
    }

    /// Read as the server's own user, so that a process cannot make caretaker read a file that its
    /// user may not read.
    private static String text(String path, ProcessFacts process, HostAccess host) {
        try {
            Deadline deadline = Deadline.after(Duration.ofSeconds(5), System::nanoTime);
            Command command = Command.of("cat", path).as(process.user());
            return host.run(command, deadline) instanceof CommandResult.Exited exited && exited.ok()
                    ? exited.output()
                    : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
