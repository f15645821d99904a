package io.caretaker.core.document;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the fields of a document in their order. What is optional and absent is left out.
final class Document {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /// Puts the field even when it is null.
    Document put(String key, @Nullable Object value) {
        fields.put(key, value);
        return this;
    }

    Document putIfThere(String key, @Nullable Object value) {
        return value == null ? this : put(key, value);
    }

    Document putIfAny(String key, List<?> value) {
        return value.isEmpty() ? this : put(key, value);
    }

    Document putIfAny(String key, Map<?, ?> value) {
        return value.isEmpty() ? this : put(key, value);
    }

    Document put(String key, Enum<?> word) {
        return put(key, (Object) Scalars.word(word));
    }

    Document seconds(String key, @Nullable Duration duration) {
        return duration == null ? this : put(key, Scalars.seconds(duration));
    }

    Map<String, @Nullable Object> fields() {
        return fields;
    }
}
