package io.caretaker.web.api;

import io.caretaker.web.http.Schema;
import java.util.Arrays;
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

    private Shapes() {}

    /// One of the words of a type.
    static Schema words(Enum<?>[] all) {
        return Schema.oneOf(
                Arrays.stream(all)
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
    }

    /// The same object under another name, with other required fields.
    static Schema input(Schema shape, String name, String... required) {
        return new Schema(name, shape.words()).with("required", List.of(required));
    }

    /// A patch of such objects (RFC 7386): every field may be left out, and null takes it out.
    static Schema patch(Schema shape, String name) {
        return new Schema(name, Map.<String, @Nullable Object>of("type", "object"))
                .with("description", "some fields of a " + shape.name() + "; null takes one out");
    }
}
