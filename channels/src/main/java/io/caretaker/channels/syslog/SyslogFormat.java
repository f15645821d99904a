package io.caretaker.channels.syslog;

import io.caretaker.channels.text.SafeText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Records as bytes. Pure.
///
/// Source: RFC 5424 (6), RFC 3164 (4.1), systemd's "Native Journal Protocol".
///
/// @param node name of this host in records for servers
/// @param process number of this process
/// @param zone of the wall clock that local syslog expects
record SyslogFormat(Facility facility, String node, long process, ZoneId zone) {
    /// The number that RFC 5612 keeps for documentation: caretaker has none of its own.
    private static final String STRUCTURE = "caretaker@32473";

    private static final String NAME = "caretaker";
    private static final int MOST_VALUE = 200;
    private static final int MOST_TEXT = 16_000;
    private static final int LONGEST_NODE = 255;
    private static final int LONGEST_KIND = 32;
    private static final DateTimeFormatter MONTH_FIRST =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    /// For servers. The text is UTF-8 without the mark in front that the standard has for it:
    /// servers such as rsyslog keep the mark as a part of the text.
    ///
    /// @param most bytes; what is longer is cut between characters
    byte[] modern(SyslogRecord record, int most) {
        String text = SafeText.line(record.text(), MOST_TEXT);
        String head =
                String.join(
                        " ",
                        "<" + priority(record) + ">1",
                        MILLISECONDS.format(record.at().atZone(zone)),
                        printable(node, LONGEST_NODE),
                        NAME,
                        Long.toString(process),
                        printable(record.kind(), LONGEST_KIND),
                        structure(record.fields()),
                        "");
        return cut(head + text, most);
    }

    /// For `/dev/log`, where the host's name is not written.
    byte[] local(SyslogRecord record, int most) {
        String head =
                "<"
                        + priority(record)
                        + ">"
                        + stamp(record.at())
                        + " "
                        + NAME
                        + "["
                        + process
                        + "]: ";
        return cut(head + SafeText.line(record.text(), MOST_TEXT), most);
    }

    /// For the journal. Whoever writes is found out by the journal itself.
    byte[] journal(SyslogRecord record, int most) {
        var fields = new TreeMap<String, String>();
        record.fields().forEach((name, value) -> fields.put(journalName(name), value));
        fields.put("PRIORITY", Integer.toString(record.priority()));
        fields.put("SYSLOG_FACILITY", Integer.toString(facility.number()));
        fields.put("SYSLOG_IDENTIFIER", NAME);
        fields.put("SYSLOG_PID", Long.toString(process));
        String rest =
                fields.entrySet().stream()
                        .map(each ->
                                each.getKey()
                                        + "="
                                        + SafeText.line(each.getValue(), MOST_VALUE)
                                        + "\n")
                        .collect(Collectors.joining());
        int left = most - rest.getBytes(StandardCharsets.UTF_8).length - 1;
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(rest.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(cut("MESSAGE=" + SafeText.line(record.text(), MOST_TEXT), left));
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static String journalName(String name) {
        return "CARETAKER_" + name.toUpperCase(Locale.ROOT);
    }

    private int priority(SyslogRecord record) {
        return facility.number() * 8 + record.priority();
    }

    private String stamp(Instant at) {
        return MONTH_FIRST.format(at.atZone(zone));
    }

    private static String structure(Map<String, String> fields) {
        String parameters =
                new TreeMap<>(fields)
                        .entrySet().stream()
                                .map(each ->
                                        " "
                                                + each.getKey()
                                                + "=\""
                                                + escaped(each.getValue())
                                                + "\"")
                                .collect(Collectors.joining());
        return "[" + STRUCTURE + parameters + "]";
    }

    private static String escaped(String value) {
        return SafeText.line(value, MOST_VALUE).replaceAll("[\\\\\"\\]]", "\\\\$0");
    }

    private static String printable(String text, int most) {
        String plain = text.replaceAll("[^!-~]", "-");
        String beginning = plain.substring(0, Math.min(most, plain.length()));
        return beginning.isEmpty() ? "-" : beginning;
    }

    private static byte[] cut(String text, int most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= most) {
            return bytes;
        }
        int end = Math.max(0, most);
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
