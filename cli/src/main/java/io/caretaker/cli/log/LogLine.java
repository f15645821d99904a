package io.caretaker.cli.log;

import io.caretaker.core.document.JsonText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/// One thing to log.
///
/// @param component the part of the program that says it
record LogLine(
        Instant at,
        String component,
        Level level,
        String message,
        List<KeyValuePair> values,
        @Nullable Throwable cause) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String OWN = "io.caretaker.";

    LogLine {
        values = List.copyOf(values);
    }

    /// The component of a logger: the package of one of caretaker's classes, the whole name for
    /// what is named by hand, the class for everybody else's.
    static String component(String logger) {
        String name =
                logger.startsWith(OWN) ? logger.substring(0, logger.lastIndexOf('.')) : logger;
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// `2024-01-15 10:30:45 - component - LEVEL - message key=value`; a cause's trace follows.
    String text(ZoneId zone) {
        var line = new StringBuilder(160);
        line.append(TIME.format(at.atZone(zone)));
        line.append(" - ").append(component).append(" - ").append(level);
        line.append(" - ").append(oneLine(message));
        for (KeyValuePair value : values) {
            line.append(' ').append(value.key).append('=');
            line.append(quoted(String.valueOf(value.value)));
        }
        line.append('\n');
        return cause == null ? line.toString() : line.append(trace(cause)).toString();
    }

    String json() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("time", at);
        fields.put("component", component);
        fields.put("level", level.name());
        fields.put("message", message);
        values.forEach(value -> fields.putIfAbsent(value.key, plain(value.value)));
        if (cause != null) {
            fields.put("trace", trace(cause));
        }
        return JsonText.line(fields) + '\n';
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean || value == null
                ? value
                : value.toString();
    }

    private static String quoted(String value) {
        boolean bare = !value.isEmpty() && value.chars().allMatch(LogLine::bare);
        return bare ? value : '"' + oneLine(value).replace("\"", "\\\"") + '"';
    }

    private static boolean bare(int c) {
        return c > ' ' && c != '"' && c != '=';
    }

    private static String oneLine(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String trace(Throwable cause) {
        var text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
