package io.caretaker.cli.daemon;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.OwnDirectory;
import io.caretaker.cli.Session;
import io.caretaker.cli.config.Settings;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The daemon in the background: the same Java with the same options in a session of its own, which
/// no terminal ends. Whoever starts it waits until it watches.
public final class Background {
    private static final String MARK = "caretaker.background";
    private static final Duration LONGEST_START = Duration.ofSeconds(90);
    private static final long LOOK_MILLIS = 50;

    private Background() {}

    /// Whether this process is the one in the background.
    public static boolean inIt() {
        return Boolean.getBoolean(MARK);
    }

    /// The PID file where none is named.
    public static Path usual(Settings settings) {
        return settings.state().resolve("caretaker.pid");
    }

    /// The daemon's log; in the background nobody looks at a console.
    public static DaemonLog log(Settings settings, Session session) {
        return DaemonLog.open(
                settings, inIt() ? new PrintWriter(Writer.nullWriter()) : session.terminal().err());
    }

    /// Starts it, and tells what became of it.
    ///
    /// @param given the PID file, or null for the usual one
    /// @return the exit code
    public static int start(Session session, Settings settings, @Nullable Path given)
            throws InterruptedException {
        Path file = given != null ? given : usual(settings);
        PidFile.requireFree(file);
        Path words = OwnDirectory.in(settings.state(), "log").resolve("caretaker.out");
        Process process = launch(words);
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            Long pid = PidFile.read(file);
            if (pid != null && pid == process.pid()) {
                tell(session, settings, pid, file);
                return ExitCodes.OK;
            }
            if (System.nanoTime() > end) {
                throw new Problem(
                        ProblemCode.FAILED,
                        "caretaker (process "
                                + process.pid()
                                + ") does not say within "
                                + LONGEST_START.toSeconds()
                                + " s that it watches; it was not ended",
                        "see " + words + " and its log");
            }
        }
        session.note(said(words));
        return process.exitValue() == 0 ? ExitCodes.NOT_WELL : process.exitValue();
    }

    private static void tell(Session session, Settings settings, long pid, Path file) {
        Path log = settings.logging().file();
        session.say("caretaker runs in the background as process " + pid + ".");
        session.say("PID file: " + file);
        session.say(
                "Log: " + (log == null ? settings.state().resolve("log", "caretaker.log") : log));
    }

    private static String said(Path words) {
        try {
            return Files.readString(words).strip();
        } catch (IOException e) {
            return "caretaker: it ended at once, and what it said cannot be read: "
                    + e.getMessage();
        }
    }

    private static Process launch(Path words) {
        try {
            Files.deleteIfExists(words);
            return new ProcessBuilder(command())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(words.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "caretaker cannot be started in the background: " + e.getMessage(),
                    "`caretaker run` runs it in the foreground",
                    e);
        }
    }

    /// As this process was started. `setsid` becomes the program, so the number stays the same.
    private static List<String> command() throws IOException {
        String line =
                new String(
                        Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardCharsets.UTF_8);
        var command = new ArrayList<String>();
        command.add("setsid");
        command.addAll(List.of(line.split("\0")));
        command.add(2, "-D" + MARK + "=true");
        return command;
    }
}
