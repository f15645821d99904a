package io.caretaker.web.http;

import io.caretaker.core.document.Fields;
import io.caretaker.server.keep.JsonLine;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A line of the [KeyJournal]. Its name is the hash of caller and key.
sealed interface KeyLine {
    String name();

    /// It is about to be carried out.
    ///
    /// @param asked the hash of key and request, to tell another request
    record Begun(String name, String asked, Instant at) implements KeyLine {}

    /// It was answered.
    ///
    /// @param answer null when it is too much to be kept
    record Done(String name, int status, Answer.@Nullable Whole answer) implements KeyLine {}

    /// It was not carried out.
    record Undone(String name) implements KeyLine {}

    /// As text, without the end of the line.
    default String text() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("name", name());
        switch (this) {
            case Begun begun -> {
                document.put("asked", begun.asked());
                document.put("at", begun.at());
            }
            case Done done -> {
                document.put("status", done.status());
                Answer.Whole answer = done.answer();
                if (answer != null) {
                    document.put("type", answer.type());
                    document.put("headers", named(answer.headers()));
                    document.put("body", Base64.getEncoder().encodeToString(answer.body()));
                }
            }
            case Undone _ -> document.put("undone", true);
        }
        return JsonLine.write(document);
    }

    /// Empty for what is no line.
    static Optional<KeyLine> read(String text) {
        try {
            Fields fields = Fields.lenient(JsonLine.read(text));
            KeyLine line = read(fields);
            return fields.problems().isEmpty() ? Optional.of(line) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static KeyLine read(Fields fields) {
        String name = fields.text("name");
        if (fields.bool("undone", false)) {
            return new Undone(name);
        }
        if (fields.has("asked")) {
            return new Begun(name, fields.text("asked"), fields.instant("at"));
        }
        int status = fields.integer("status");
        return new Done(name, status, fields.has("body") ? answer(fields, status) : null);
    }

    private static Answer.Whole answer(Fields fields, int status) {
        var headers = new EnumMap<AnswerHeader, String>(AnswerHeader.class);
        fields.textMap("headers")
                .forEach((name, value) ->
                        headers.put(AnswerHeader.valueOf(name.toUpperCase(Locale.ROOT)), value));
        byte[] body = Base64.getDecoder().decode(fields.text("body", ""));
        return new Answer.Whole(status, fields.text("type", ""), body, headers);
    }

    private static Map<String, String> named(Map<AnswerHeader, String> headers) {
        var named = new TreeMap<String, String>();
        headers.forEach(
                (header, value) -> named.put(header.name().toLowerCase(Locale.ROOT), value));
        return named;
    }
}
