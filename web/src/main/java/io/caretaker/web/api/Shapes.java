package io.caretaker.web.api;

import io.caretaker.web.http.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shapes that several resources need.
final class Shapes {
    static final Schema TEXT = Schema.string();
    static final Schema TEXT_OR_NULL = Schema.string().orNull();
    static final Schema NUMBER_OR_NULL = Schema.number().orNull();
    static final Schema WHEN = Schema.instant();
    static final Schema WHEN_OR_NULL = Schema.instant().orNull();
    static final Schema TEXTS = Schema.listOf(Schema.string());

    /// A time that is sent: seconds, or a text such as `2h`.
    static final Schema LENGTH =
            Schema.any()
                    .with("type", List.of("number", "string"))
                    .with("description", "seconds, or a time such as 90s or 2h");

    /// A program and its arguments: a list, or one text where that says the same.
    static final Schema COMMAND =
            Schema.any()
                    .with("type", List.of("array", "string"))
                    .with("items", Schema.string())
                    .with("description", "a program and its arguments");

    private Shapes() {}

    /// One of the words of a type.
    static Schema words(Enum<?>[] all) {
        return Schema.oneOf(
                Arrays.stream(all)
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
    }

    /// The same object as people send it: all fields may be left out, in what is in it as well, but
    /// those that are required.
    static Schema input(Schema shape, String name, String... required) {
        return new Schema(name, optional(shape).words()).with("required", List.of(required));
    }

    /// What demands no field has the name that it has in answers.
    private static Schema optional(Schema shape) {
        var words = new LinkedHashMap<String, @Nullable Object>();
        shape.words().forEach((word, value) -> words.put(word, optional(value)));
        boolean demanding = words.remove("required") != null;
        if (!demanding && words.equals(shape.words())) {
            return shape;
        }
        return new Schema(shape.name().isEmpty() ? "" : shape.name() + "Input", words);
    }

    private static @Nullable Object optional(@Nullable Object value) {
        return switch (value) {
            case Schema schema -> optional(schema);
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, each) -> copy.put(String.valueOf(key), optional(each)));
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(each -> copy.add(optional(each)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /// A patch of such objects (RFC 7386): every field may be left out, and null takes it out.
    static Schema patch(Schema shape, String name) {
        return new Schema(name, Map.<String, @Nullable Object>of("type", "object"))
                .with("description", "some fields of a " + shape.name() + "; null takes one out");
    }
}
