package io.caretaker.web.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shape of a JSON value, in the words of JSON Schema 2020-12.
///
/// @param name under which the API's description lists it; empty when it stands where it is used
/// @param words the schema itself
public record Schema(String name, Map<String, @Nullable Object> words) {

    public static Schema string() {
        return typed("string");
    }

    /// An instant in UTC.
    public static Schema instant() {
        return string().with("format", "date-time");
    }

    /// Seconds.
    public static Schema seconds() {
        return typed("number").with("description", "seconds");
    }

    public static Schema integer() {
        return typed("integer");
    }

    public static Schema number() {
        return typed("number");
    }

    public static Schema bool() {
        return typed("boolean");
    }

    /// Anything.
    public static Schema any() {
        return new Schema("", Map.of());
    }

    /// One of some words.
    public static Schema oneOf(String... values) {
        return string().with("enum", List.of(values));
    }

    public static Schema listOf(Schema items) {
        return typed("array").with("items", items);
    }

    /// An object of any fields, whose values have one shape.
    public static Schema mapOf(Schema values) {
        return typed("object").with("additionalProperties", values);
    }

    /// An object, to be given fields.
    public static Schema object(String name) {
        var words = new LinkedHashMap<String, @Nullable Object>();
        words.put("type", "object");
        words.put("properties", Map.of());
        return new Schema(name, words);
    }

    private static Schema typed(String type) {
        var words = new LinkedHashMap<String, @Nullable Object>();
        words.put("type", type);
        return new Schema("", words);
    }

    /// With one more field, which is always there.
    public Schema field(String field, Schema shape, String meaning) {
        Schema with = optional(field, shape, meaning);
        var required = new ArrayList<>(strings(words.get("required")));
        required.add(field);
        return with.with("required", required);
    }

    /// With one more field, which may be absent.
    public Schema optional(String field, Schema shape, String meaning) {
        var properties = new LinkedHashMap<String, @Nullable Object>();
        if (words.get("properties") instanceof Map<?, ?> known) {
            known.forEach((key, value) -> properties.put(String.valueOf(key), value));
        }
        properties.put(field, meaning.isEmpty() ? shape : shape.described(meaning));
        return with("properties", properties);
    }

    /// Or null.
    public Schema orNull() {
        if (!name.isEmpty() || !(words.get("type") instanceof String type)) {
            return any().with("anyOf", List.of(this, typed("null")));
        }
        Schema with = with("type", List.of(type, "null"));
        if (words.get("enum") instanceof List<?> values) {
            var all = new ArrayList<@Nullable Object>(values);
            all.add(null);
            return with.with("enum", all);
        }
        return with;
    }

    public Schema described(String meaning) {
        return name.isEmpty()
                ? with("description", meaning)
                : any().with("allOf", List.of(this)).with("description", meaning);
    }

    /// With one more word of JSON Schema.
    public Schema with(String word, @Nullable Object value) {
        var more = new LinkedHashMap<String, @Nullable Object>(words);
        more.put(word, value);
        return new Schema(name, more);
    }

    private static List<String> strings(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
