package io.caretaker.cli.daemon;

import io.caretaker.cli.config.Settings;
import io.caretaker.cli.log.LogOutput;
import io.caretaker.cli.log.RotatingFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.slf4j.event.Level;

/// The daemon's log: console and rotating file.
public final class DaemonLog implements AutoCloseable {
    private final LogOutput before = LogOutput.current();
    private final PrintWriter console;
    private final RotatingFile file;

    private DaemonLog(PrintWriter console, RotatingFile file) {
        this.console = console;
        this.file = file;
    }

    public static DaemonLog open(Settings settings, PrintWriter console) {
        Settings.Logging logging = settings.logging();
        Path path = logging.file();
        var file =
                new RotatingFile(
                        path == null ? settings.state().resolve("log", "caretaker.log") : path,
                        logging.maxBytes(),
                        logging.keptFiles());
        var log = new DaemonLog(console, file);
        log.use(logging);
        return log;
    }

    /// Takes level and format over.
    void use(Settings.Logging logging) {
        Level level =
                before.level() == Level.DEBUG ? Level.DEBUG : Level.valueOf(logging.level().name());
        boolean json = logging.format() == Settings.Format.JSON;
        LogOutput.use(new LogOutput(level, json, console, file));
    }

    public Path path() {
        return file.path();
    }

    @Override
    public void close() {
        LogOutput.use(before);
        file.close();
    }
}
