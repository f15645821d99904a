package io.caretaker.core.document;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes documents (maps, lists, texts, numbers, instants) as JSON. Instants are ISO 8601 in UTC
/// with milliseconds, durations are seconds; what is not a finite number is null.
public final class JsonText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final long YEAR_1 = -62_135_596_800L;
    private static final long YEAR_10000 = 253_402_300_800L;

    private final StringBuilder text = new StringBuilder();
    private final boolean indented;

    private JsonText(boolean indented) {
        this.indented = indented;
    }

    /// For people and programs: indented by two spaces.
    public static String of(@Nullable Object value) {
        return new JsonText(true).write(value, 0).text.toString();
    }

    /// In one line.
    public static String line(@Nullable Object value) {
        return new JsonText(false).write(value, 0).text.toString();
    }

    /// An instant as JSON has it.
    public static String time(Instant instant) {
        long second = instant.getEpochSecond();
        return second >= YEAR_1 && second < YEAR_10000
                ? time(LocalDateTime.ofEpochSecond(second, instant.getNano(), ZoneOffset.UTC))
                : TIME.format(instant);
    }

    /// Four times as fast as a formatter; answers have hundreds of times.
    private static String time(LocalDateTime time) {
        var text = new StringBuilder(24);
        digits(text, time.getYear(), 1000);
        digits(text.append('-'), time.getMonthValue(), 10);
        digits(text.append('-'), time.getDayOfMonth(), 10);
        digits(text.append('T'), time.getHour(), 10);
        digits(text.append(':'), time.getMinute(), 10);
        digits(text.append(':'), time.getSecond(), 10);
        digits(text.append('.'), time.getNano() / 1_000_000, 100);
        return text.append('Z').toString();
    }

    private static void digits(StringBuilder text, int number, int highest) {
        for (int unit = highest; unit > 0; unit /= 10) {
            text.append((char) ('0' + number / unit % 10));
        }
    }

    private JsonText write(@Nullable Object value, int depth) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> object(map, depth);
            case Collection<?> list -> array(list, depth);
            case Double number when !Double.isFinite(number) -> text.append("null");
            case Number number -> text.append(number);
            case Boolean bool -> text.append(bool);
            case Instant instant -> quoted(time(instant));
            case Duration duration -> text.append(duration.toMillis() / 1000.0);
            case Enum<?> word -> quoted(word.name().toLowerCase(Locale.ROOT));
            default -> quoted(value.toString());
        }
        return this;
    }

    private void object(Map<?, ?> map, int depth) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            newLine(depth + 1);
            quoted(String.valueOf(entry.getKey()));
            text.append(indented ? ": " : ":");
            write(entry.getValue(), depth + 1);
            comma(entries.hasNext());
        }
        end(map.isEmpty(), depth, '}');
    }

    private void array(Collection<?> list, int depth) {
        text.append('[');
        Iterator<?> items = list.iterator();
        while (items.hasNext()) {
            newLine(depth + 1);
            write(items.next(), depth + 1);
            comma(items.hasNext());
        }
        end(list.isEmpty(), depth, ']');
    }

    private void comma(boolean more) {
        if (more) {
            text.append(',');
        }
    }

    private void end(boolean empty, int depth, char bracket) {
        if (!empty) {
            newLine(depth);
        }
        text.append(bracket);
    }

    private void newLine(int depth) {
        if (indented) {
            text.append('\n').append("  ".repeat(depth));
        }
    }

    private void quoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            switch (next) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> plain(next);
            }
        }
        text.append('"');
    }

    /// Control characters of both sets are written as escapes, so that a terminal never obeys them.
    private void plain(char next) {
        if (next < 0x20 || (next >= 0x7f && next < 0xa0)) {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) next));
        } else {
            text.append(next);
        }
    }
}
