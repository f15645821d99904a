package io.caretaker.channels.syslog;

import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One record of a log: what is said of one alert, on one line.
///
/// @param priority 2 (critical) to 6 (informational), as syslog counts
/// @param kind the alert's rule, or what else the record is about
/// @param text one line
/// @param fields what programs may look for, by names in lower case; none of the values is empty
record SyslogRecord(
        Instant at, int priority, String kind, String text, Map<String, String> fields) {
    SyslogRecord {
        fields = Map.copyOf(new LinkedHashMap<>(fields));
    }

    static SyslogRecord of(Instant at, String message, MessageLine line, String text) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("message_id", message);
        fields.put("alert", line.alert());
        fields.put("said", word(line.said()));
        fields.put("severity", word(line.severity()));
        fields.put("rule", line.key().rule().word());
        fields.put("service", line.place().service());
        fields.put("host", line.place().host());
        fields.put("environment", line.place().environment());
        fields.values().removeIf(String::isEmpty);
        return new SyslogRecord(
                at, priority(line.said(), line.severity()), line.key().rule().word(), text, fields);
    }

    static SyslogRecord more(Instant at, String message, int more) {
        return new SyslogRecord(
                at,
                4,
                "more",
                "and " + more + " more alerts: caretaker alert list",
                Map.of("message_id", message));
    }

    private static int priority(Said said, Severity severity) {
        return switch (said) {
            case RESOLVED, ACKNOWLEDGED -> 5;
            case EVENT -> severity.compareTo(Severity.HIGH) >= 0 ? 4 : 6;
            case FIRING ->
                    switch (severity) {
                        case CRITICAL -> 2;
                        case HIGH -> 3;
                        case MEDIUM -> 4;
                        case LOW -> 5;
                    };
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
