package io.caretaker.mongodb;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Numbers of a reply, which may come as any BSON number, or not at all.
final class Numbers {
    private Numbers() {}

    /// The number at a path of field names, or null.
    static @Nullable Double at(@Nullable Document document, String... path) {
        Document inner = document;
        for (int i = 0; inner != null && i < path.length - 1; i++) {
            inner = inner.get(path[i]) instanceof Document next ? next : null;
        }
        return inner != null && inner.get(path[path.length - 1]) instanceof Number number
                ? number.doubleValue()
                : null;
    }
}
