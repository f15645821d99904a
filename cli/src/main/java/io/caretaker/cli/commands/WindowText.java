package io.caretaker.cli.commands;

import io.caretaker.cli.render.Texts;
import io.caretaker.core.inventory.MaintenanceWindow;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A maintenance window in one line: `sunday 02:00-04:00 Europe/Berlin`.
final class WindowText {
    private static final Pattern LINE =
            Pattern.compile(
                    "(?:([A-Za-z]+)\\s+)?([0-9:]{4,8})\\s*-\\s*([0-9:]{4,8})(?:\\s+(\\S+))?");

    /// What takes a window away.
    static final String NONE = "none";

    private WindowText() {}

    /// The object `maintenance_window`; its values are checked where documents are read.
    static Object document(String text) {
        if (text.strip().equalsIgnoreCase(NONE)) {
            return NONE;
        }
        Matcher line = LINE.matcher(text.strip());
        if (!line.matches()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--window must be '[DAY] START-END [ZONE]' or none, but is '" + text + "'",
                    "for example --window 'sunday 02:00-04:00 Europe/Berlin'");
        }
        var window = new LinkedHashMap<String, @Nullable Object>();
        put(window, "day", line.group(1));
        put(window, "start_time", line.group(2));
        put(window, "end_time", line.group(3));
        put(window, "timezone", line.group(4));
        return window;
    }

    private static void put(
            Map<String, @Nullable Object> window, String key, @Nullable String value) {
        if (value != null) {
            window.put(key, value);
        }
    }

    static String of(@Nullable MaintenanceWindow window) {
        if (window == null) {
            return "-";
        }
        DayOfWeek day = window.day();
        return (day == null ? "daily" : Texts.word(day))
                + " "
                + window.start()
                + "-"
                + window.end()
                + " "
                + window.zone().getId();
    }
}
