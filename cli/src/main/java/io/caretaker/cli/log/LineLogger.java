package io.caretaker.cli.log;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/// Makes a [LogLine] of each call, keys and values included. Thread-safe.
final class LineLogger extends LegacyAbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1;

    LineLogger(String name) {
        this.name = name;
    }

    @Override
    public void log(LoggingEvent event) {
        List<KeyValuePair> values = event.getKeyValuePairs();
        write(
                event.getLevel(),
                event.getMessage(),
                event.getArgumentArray(),
                values == null ? List.of() : values,
                event.getThrowable());
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        write(level, message, arguments, List.of(), cause);
    }

    private void write(
            Level level,
            @Nullable String message,
            @Nullable Object @Nullable [] arguments,
            List<KeyValuePair> values,
            @Nullable Throwable cause) {
        if (LogOutput.wants(name, level)) {
            var filled = MessageFormatter.basicArrayFormat(message, arguments);
            LogOutput.write(
                    new LogLine(
                            Instant.now(),
                            LogLine.component(name),
                            level,
                            Objects.requireNonNullElse(filled, ""),
                            values,
                            cause));
        }
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return LogOutput.wants(name, Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return LogOutput.wants(name, Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return LogOutput.wants(name, Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return LogOutput.wants(name, Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return LogOutput.wants(name, Level.ERROR);
    }
}
