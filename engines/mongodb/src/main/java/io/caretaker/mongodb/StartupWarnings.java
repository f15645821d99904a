package io.caretaker.mongodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/// What a server warned of when it started, from `getLog`: access control, file system, limits,
/// memory settings. Pure.
///
/// Source: MongoDB Manual, "getLog"; "Log Messages" (JSON since 4.4).
final class StartupWarnings {
    private static final Pattern PREFIX =
            Pattern.compile("^\\S+ +[A-Z] +[A-Z]+ +\\[[^\\]]*\\] *(\\*\\* +(WARNING: *)?)?");
    private static final int LONGEST = 300;

    private StartupWarnings() {}

    /// Each sentence once, in the order they came.
    static List<Map<String, @Nullable Object>> of(Document reply) {
        Stream<?> lines = reply.get("log") instanceof List<?> log ? log.stream() : Stream.of();
        return lines.filter(String.class::isInstance)
                .map(line -> sentence((String) line))
                .filter(sentence -> !sentence.isBlank())
                .distinct()
                .<Map<String, @Nullable Object>>map(StartupWarnings::row)
                .toList();
    }

    private static Map<String, @Nullable Object> row(String sentence) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("warning", sentence);
        return row;
    }

    private static String sentence(String line) {
        String text = line.startsWith("{") ? message(line) : PREFIX.matcher(line).replaceFirst("");
        String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST - 1) + "…" : clean;
    }

    private static String message(String line) {
        try {
            Document entry = Document.parse(line);
            String message = entry.get("msg") instanceof String text ? text : "";
            return entry.get("attr") instanceof Document facts && !facts.isEmpty()
                    ? message + " " + facts.toJson()
                    : message;
        } catch (JsonParseException e) {
            return line;
        }
    }
}
