package io.caretaker.cli.log;

import java.io.PrintWriter;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// Where log lines go: to a console, and to a file where one is wanted. Thread-safe.
///
/// @param level the least important lines that are written; those of other people's libraries need
///   WARN in any case
public record LogOutput(
        Level level, boolean json, @Nullable PrintWriter console, @Nullable RotatingFile file) {
    private static final String OWN = "io.caretaker.";

    /// What it warns of comes back to us as well, and is told in our own words.
    private static final String SSH = "org.apache.sshd.";

    private static volatile LogOutput current = new LogOutput(Level.WARN, false, null, null);

    /// Takes effect for the whole process at once.
    public static void use(LogOutput output) {
        current = output;
    }

    public static LogOutput current() {
        return current;
    }

    static boolean wants(String logger, Level level) {
        if (logger.startsWith(SSH) && current.level.toInt() > Level.DEBUG.toInt()) {
            return level == Level.ERROR;
        }
        boolean foreign = logger.indexOf('.') >= 0 && !logger.startsWith(OWN);
        Level least = current.level;
        if (foreign && least.toInt() < Level.WARN.toInt()) {
            least = Level.WARN;
        }
        return level.toInt() >= least.toInt();
    }

    static void write(LogLine line) {
        LogOutput output = current;
        String text = output.json ? line.json() : line.text(ZoneId.systemDefault());
        PrintWriter console = output.console;
        if (console != null) {
            console.print(text);
            console.flush();
        }
        RotatingFile file = output.file;
        if (file != null) {
            file.write(text);
        }
    }
}
