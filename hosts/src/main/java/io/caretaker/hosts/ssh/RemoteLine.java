package io.caretaker.hosts.ssh;

import io.caretaker.core.host.Command;
import io.caretaker.core.secret.Secret;
import io.caretaker.hosts.local.DaemonOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Turns a command into what a host is told. Pure.
///
/// The log-in shell, whichever it is, gets the same short line each time, and starts a POSIX shell
/// that reads one line from standard input and carries it out. So arguments, environment and
/// passwords never stand in the host's process list on their way, no shell but `sh` must understand
/// our quotes, and arguments are as long as the system allows.
///
/// @param login the user that is logged in
/// @param keepOutput whether a daemon may stay behind: see [DaemonOutput]
/// @param password what sudo is told, null where it asks for nothing
record RemoteLine(String login, boolean keepOutput, @Nullable Secret password) {
    /// Understood alike by sh, bash, dash, zsh, ksh, fish and csh.
    static final String LOGIN =
            "exec env -i HOME=\"$HOME\" USER=\"$USER\" LOGNAME=\"$LOGNAME\" LANG=C.UTF-8"
                    + " PATH=\"$PATH\":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
                    + " /bin/sh -c 'IFS= read -r l;eval \"$l\"'";

    private static final String HELLO =
            "printf '\\001caretaker %s\\n' \"$$\";printf '\\001caretaker %s\\n' \"$$\" >&2;cd /;";
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /// What is wrong with the command itself, null when nothing is.
    static @Nullable String objection(Command command) {
        boolean nul =
                Stream.concat(command.arguments().stream(), command.environment().values().stream())
                        .anyMatch(text -> text.indexOf('\0') >= 0);
        if (nul) {
            return "an argument or variable holds a NUL character, which no program can be given";
        }
        if (command.user() != null && !USER.matcher(command.user()).matches()) {
            return "there is no user " + command.user();
        }
        return command.environment().keySet().stream()
                .filter(name -> !VARIABLE.matcher(name).matches())
                .findFirst()
                .map(name -> "'" + name + "' cannot be the name of a variable")
                .orElse(null);
    }

    String of(Command command) {
        String body =
                self(command)
                        ? plain(command)
                        : root()
                                ? dropped(command, String.valueOf(command.user()))
                                : raised(command);
        String line = HELLO + variables(command.environment()) + body;
        return line.contains("\"$n\"") ? ShellQuote.NEWLINE + line : line;
    }

    private boolean root() {
        return login.equals("root");
    }

    private boolean self(Command command) {
        return command.user() == null ? root() || !command.sudo() : command.user().equals(login);
    }

    private static String variables(Map<String, String> environment) {
        var text = new StringBuilder();
        new TreeMap<>(environment)
                .forEach((name, value) ->
                        text.append("export ")
                                .append(name)
                                .append('=')
                                .append(ShellQuote.quote(value))
                                .append(';'));
        return text.toString();
    }

    private String plain(Command command) {
        return found(command.program()) + "exec " + words(List.of(), command);
    }

    private static String found(String program) {
        String quoted = ShellQuote.quote(program);
        String test =
                program.contains("/")
                        ? "{ [ -f " + quoted + " ] && [ -x " + quoted + " ]; }"
                        : "command -v " + quoted + " >/dev/null 2>&1";
        return test
                + "||{ printf 'caretaker: no program %s that can be executed\\n' "
                + quoted
                + " >&2;exit 127;};";
    }

    /// Root becomes somebody else without a log-in; where there is only BusyBox, by `su`.
    private String dropped(Command command, String user) {
        String known =
                "id -u "
                        + user
                        + " >/dev/null 2>&1||{ echo 'caretaker: there is no user "
                        + user
                        + "' >&2;exit 1;};HOME=~"
                        + user
                        + " USER="
                        + user
                        + " LOGNAME="
                        + user
                        + ";";
        String setpriv =
                "exec setpriv --reuid=\"$(id -u "
                        + user
                        + ")\" --regid=\"$(id -g "
                        + user
                        + ")\" --init-groups -- ";
        String su = "exec su -s /bin/sh -c 'exec \"$@\"' -- " + user + " sh ";
        String words = words(List.of(), command);
        return known
                + "if command -v runuser >/dev/null;then "
                + setpriv
                + words
                + ";else "
                + su
                + words
                + ";fi";
    }

    private String raised(Command command) {
        var sudo = new ArrayList<>(List.of("sudo", "-n"));
        if (command.user() != null) {
            sudo.addAll(List.of("-u", command.user()));
        }
        if (!command.environment().isEmpty()) {
            // By name only: the values would show in the process list.
            sudo.add(
                    "--preserve-env="
                            + String.join(",", new TreeSet<>(command.environment().keySet())));
        }
        sudo.add("--");
        String line = words(sudo, command);
        return password == null
                ? found("sudo") + "exec " + line
                : found("sudo") + authenticated(password) + line + ";exit $?";
    }

    /// sudo remembers for the shell that it was told the password; so the command itself is run
    /// without one and keeps its standard input for itself.
    private static String authenticated(Secret password) {
        return "printf '%s\\n' "
                + ShellQuote.quote(password.reveal())
                + "|sudo -S -p '' -v||{ echo 'sudo: the password was refused' >&2;exit 1;};";
    }

    private String words(List<String> before, Command command) {
        var words = new ArrayList<>(keepOutput ? DaemonOutput.KEPT_OPEN : List.<String>of());
        words.addAll(before);
        words.addAll(command.arguments());
        return ShellQuote.quote(words);
    }
}
