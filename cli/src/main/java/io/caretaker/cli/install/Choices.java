package io.caretaker.cli.install;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an installation shall be. Names and paths are written into files that systemd, sudo and
/// cron read with rules of their own (specifiers, wildcards, line ends): what could mean more than
/// itself is refused.
///
/// @param prefix where the program goes
/// @param unit the unit's name without `.service`
/// @param javaHome the Java that runs it
/// @param logs the log's directory when it is not below the state, or null
/// @param writable more directories that the service may write to
/// @param cron the lines to write instead of a unit, or null
public record Choices(
        String user,
        Path prefix,
        Path config,
        Path state,
        String unit,
        Path javaHome,
        @Nullable Path logs,
        List<Path> writable,
        @Nullable CronTimes cron) {
    public static final String ROOT = "root";

    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,30}");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,60}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_+@.,=-]+)+");

    public Choices {
        writable = List.copyOf(writable);
        check(USER, user, "the user");
        check(UNIT, unit, "the unit");
        check(PATH, prefix.toString(), "the directory for the program");
        check(PATH, config.toString(), "the configuration file");
        check(PATH, state.toString(), "the state directory");
        check(PATH, javaHome.toString(), "the directory of Java");
        writable.forEach(path -> check(PATH, path.toString(), "a directory to write to"));
        if (logs != null) {
            check(PATH, logs.toString(), "the log's directory");
        }
    }

    private static void check(Pattern allowed, String name, String what) {
        if (!allowed.matcher(name).matches() || name.contains("/../") || name.endsWith("/..")) {
            throw new Problem(
                    ProblemCode.INVALID,
                    what + " cannot be called '" + name + "' here",
                    "letters, digits and . _ - + = @ , are safe in units, sudo rules and cron lines");
        }
    }

    boolean root() {
        return user.equals(ROOT);
    }

    /// The program of whichever version is installed.
    Path launcher() {
        return prefix.resolve("current", "caretaker");
    }

    String service() {
        return unit + ".service";
    }

    /// Where only root and caretaker look.
    Path settings() {
        return Path.of("/etc/caretaker");
    }

    Path environment() {
        return settings().resolve("caretaker.env");
    }
}
