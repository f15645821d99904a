package io.caretaker.cli.log;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.event.Level;

/// Brings what libraries log by `java.util.logging` to [LogOutput]. Made by the platform when the
/// first of them logs, because the system property `java.util.logging.config.class` names it.
public final class PlatformLog {
    public PlatformLog() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new Lines());
    }

    private static final class Lines extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            String logger = Objects.requireNonNullElse(entry.getLoggerName(), "java");
            Level level = level(entry.getLevel());
            if (LogOutput.wants(logger, level)) {
                LogOutput.write(
                        new LogLine(
                                Instant.ofEpochMilli(entry.getMillis()),
                                LogLine.component(logger),
                                level,
                                formatter.formatMessage(entry),
                                List.of(),
                                entry.getThrown()));
            }
        }

        private static Level level(java.util.logging.Level level) {
            int value = level.intValue();
            if (value >= java.util.logging.Level.SEVERE.intValue()) {
                return Level.ERROR;
            }
            if (value >= java.util.logging.Level.WARNING.intValue()) {
                return Level.WARN;
            }
            return value >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
