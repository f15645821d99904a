package io.caretaker.server.desk;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Fields of documents by their path: `monitoring.interval_sec`.
public final class FieldPaths {
    private FieldPaths() {}

    /// A copy that can be changed at any depth.
    public static Map<String, @Nullable Object> copy(Map<?, ?> document) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        document.forEach((key, value) ->
                copy.put(String.valueOf(key), value instanceof Map<?, ?> map ? copy(map) : value));
        return copy;
    }

    /// Sets a field; null takes it out. A text for a field that is a list is cut at commas.
    public static void set(
            Map<String, @Nullable Object> document, String path, @Nullable Object value) {
        String[] keys = path.split("\\.");
        Map<String, @Nullable Object> object = document;
        for (String key : Arrays.copyOf(keys, keys.length - 1)) {
            object = child(object, key, path);
        }
        String last = keys[keys.length - 1];
        if (value == null) {
            object.remove(last);
        } else if (object.get(last) instanceof List<?> && value instanceof String text) {
            object.put(last, text.isEmpty() ? List.of() : List.of(text.split(" *, *")));
        } else {
            object.put(last, value);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> child(
            Map<String, @Nullable Object> object, String key, String path) {
        Object child =
                object.computeIfAbsent(key, _ -> new LinkedHashMap<String, @Nullable Object>());
        if (!(child instanceof Map<?, ?>)) {
            throw new Problem(ProblemCode.INVALID, path + ": '" + key + "' is not an object", "");
        }
        return (Map<String, @Nullable Object>) child;
    }

    /// The fields that differ, by path, as `before → after`.
    static Map<String, String> differences(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Map<String, @Nullable Object> old = flat(before);
        Map<String, @Nullable Object> young = flat(after);
        var differences = new TreeMap<String, String>();
        young.forEach((path, value) -> {
            if (!Objects.equals(old.get(path), value)) {
                differences.put(path, shown(old.get(path)) + " → " + shown(value));
            }
        });
        old.forEach((path, value) -> {
            if (!young.containsKey(path)) {
                differences.put(path, shown(value) + " → nothing");
            }
        });
        differences.remove("updated_at");
        return differences;
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "nothing" : value.toString();
    }

    private static Map<String, @Nullable Object> flat(Map<String, @Nullable Object> document) {
        var flat = new TreeMap<String, @Nullable Object>();
        flatten("", document, flat);
        return flat;
    }

    private static void flatten(
            String path, Map<?, ?> document, Map<String, @Nullable Object> flat) {
        document.forEach((key, value) -> {
            String below = path.isEmpty() ? String.valueOf(key) : path + "." + key;
            if (value instanceof Map<?, ?> map) {
                flatten(below, map, flat);
            } else {
                flat.put(below, value);
            }
        });
    }
}
