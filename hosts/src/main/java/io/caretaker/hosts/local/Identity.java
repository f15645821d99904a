package io.caretaker.hosts.local;

import io.caretaker.core.host.Command;
import io.caretaker.hosts.proc.UserTable;
import io.caretaker.hosts.proc.UserTable.User;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who caretaker is, and what stands before a command so that it runs as somebody else in a session
/// of its own. Immutable.
///
/// A session of its own keeps the signals of caretaker's terminal (Ctrl+C) and the end of caretaker
/// away from the program, and names everything it starts: see [Session].
record Identity(String user, boolean root) {
    private static final String ROOT = "root";
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    static Identity own() {
        String user = System.getProperty("user.name", "");
        return new Identity(user, user.equals(ROOT));
    }

    /// Without the session: that is put before it where `setsid` exists.
    List<String> arguments(Command command) {
        var line = new ArrayList<>(root ? dropTo(command.user()) : raiseTo(command));
        line.addAll(command.arguments());
        return PortableArguments.of(line);
    }

    private List<String> dropTo(@Nullable String target) {
        if (target == null || target.equals(ROOT)) {
            return List.of();
        }
        Optional<User> known = UserTable.named(target);
        if (known.isEmpty() || find("setpriv").isEmpty()) {
            return List.of("runuser", "-u", target, "--");
        }
        return List.of(
                "setpriv",
                "--reuid=" + known.get().uid(),
                "--regid=" + known.get().gid(),
                "--init-groups",
                "--");
    }

    private List<String> raiseTo(Command command) {
        String target = command.user();
        boolean self = target == null ? !command.sudo() : target.equals(user);
        if (self) {
            return List.of();
        }
        var line = new ArrayList<>(List.of("sudo", "-n"));
        if (target != null) {
            line.addAll(List.of("-u", target));
        }
        if (!command.environment().isEmpty()) {
            // By name only: the values would show in the process list.
            line.add(
                    "--preserve-env="
                            + String.join(",", new TreeSet<>(command.environment().keySet())));
        }
        line.add("--");
        return line;
    }

    /// A small, known environment; nothing of caretaker's own secrets gets into it.
    Map<String, String> environment(Command command) {
        String target = command.user() == null ? user : command.user();
        var variables = new TreeMap<String, String>();
        variables.put("PATH", path());
        variables.put("LANG", "C.UTF-8");
        variables.put("HOME", UserTable.named(target).map(User::home).orElse("/"));
        variables.put("USER", target);
        variables.put("LOGNAME", target);
        variables.putAll(command.environment());
        return variables;
    }

    /// The program's file; empty when there is none that may be executed.
    static Optional<File> find(String program) {
        if (program.contains("/")) {
            return Optional.of(new File(program)).filter(File::canExecute);
        }
        return List.of(path().split(":", -1)).stream()
                .map(directory -> new File(directory, program))
                .filter(file -> file.isFile() && file.canExecute())
                .findFirst();
    }

    private static String path() {
        String path = System.getenv("PATH");
        return path == null || path.isBlank() ? DEFAULT_PATH : path;
    }
}
