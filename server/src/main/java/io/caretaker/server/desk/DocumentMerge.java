package io.caretaker.server.desk;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lays the fields of one document over another: what is given takes the place of what was there,
/// null takes a field out, what is not given stays.
final class DocumentMerge {
    /// Objects that only make sense as a whole.
    private static final Set<String> WHOLE =
            Set.of(
                    "control",
                    "health_check",
                    "maintenance_window",
                    "password",
                    "key_passphrase",
                    "sudo_password",
                    "expect_json",
                    "headers");

    private DocumentMerge() {}

    /// Changes and returns the document.
    ///
    /// @param document a copy that may be changed at any depth
    static Map<String, @Nullable Object> over(
            Map<String, @Nullable Object> document, Map<String, @Nullable Object> given) {
        forgetFormerCheck(document, given);
        lay(document, given);
        return document;
    }

    /// What the former method of monitoring asked for means nothing to a new one.
    static void forgetFormerCheck(
            Map<String, @Nullable Object> document, Map<String, @Nullable Object> given) {
        if (given.get("monitoring") instanceof Map<?, ?> young
                && document.get("monitoring") instanceof Map<?, ?> old
                && young.get("method") != null
                && !Objects.equals(young.get("method"), old.get("method"))) {
            document.remove("check");
        }
    }

    private static void lay(Map<String, @Nullable Object> document, Map<?, ?> given) {
        given.forEach((name, value) -> {
            String key = String.valueOf(name);
            if (value == null) {
                document.remove(key);
            } else if (value instanceof Map<?, ?> young
                    && document.get(key) instanceof Map<?, ?> old
                    && !WHOLE.contains(key)) {
                Map<String, @Nullable Object> below = FieldPaths.copy(old);
                lay(below, young);
                document.put(key, below);
            } else {
                document.put(key, value);
            }
        });
    }
}
