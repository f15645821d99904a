package io.caretaker.server.desk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes of a document in the shape of the document.
///
/// Source: RFC 7386, JSON Merge Patch, section 2.
public final class MergePatch {
    private MergePatch() {}

    /// Lays the patch over the document: null takes a field out, an object is merged field by
    /// field, everything else takes the place of what was there.
    ///
    /// @param document a copy that may be changed at any depth
    public static Map<String, @Nullable Object> over(
            Map<String, @Nullable Object> document, Map<?, ?> patch) {
        patch.forEach((name, value) -> {
            String key = String.valueOf(name);
            if (value == null) {
                document.remove(key);
            } else if (value instanceof Map<?, ?> young) {
                Object old = document.get(key);
                document.put(
                        key,
                        over(
                                FieldPaths.copy(old instanceof Map<?, ?> map ? map : Map.of()),
                                young));
            } else {
                document.put(key, value);
            }
        });
        return document;
    }
}
