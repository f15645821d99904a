package io.caretaker.hosts.local;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Arguments that reach a program unchanged whatever caretaker's locale is.
///
/// Java turns arguments into bytes by the platform's encoding. Under systemd or cron without `LANG`
/// that is ASCII, and every other character would arrive as `?`. Such a line goes through `sh`,
/// spelled in octal. Pure but for the platform's encoding.
final class PortableArguments {
    private static final Charset PLATFORM =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private PortableArguments() {}

    static List<String> of(List<String> arguments) {
        return arguments.stream().allMatch(PLATFORM.newEncoder()::canEncode)
                ? List.copyOf(arguments)
                : spelled(arguments);
    }

    /// `$(…)` drops newlines at the end, so each argument carries an `x` that is cut off again.
    static List<String> spelled(List<String> arguments) {
        var script = new StringBuilder("set --; ");
        for (String argument : arguments) {
            script.append("a=$(printf '").append(octal(argument)).append("x'); ");
            script.append("set -- \"$@\" \"${a%x}\"; ");
        }
        return List.of("/bin/sh", "-c", script.append("exec \"$@\"").toString());
    }

    private static String octal(String text) {
        var spelled = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            spelled.append(String.format(Locale.ROOT, "\\%03o", b & 0xFF));
        }
        return spelled.toString();
    }
}
