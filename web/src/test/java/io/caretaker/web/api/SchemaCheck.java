package io.caretaker.web.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Compares values with schemas: types, required fields, enumerations, and that an object has no
/// field that is not declared.
final class SchemaCheck {
    private final Map<String, @Nullable Object> schemas;
    private final List<String> complaints = new ArrayList<>();

    private SchemaCheck(Map<String, @Nullable Object> schemas) {
        this.schemas = schemas;
    }

    /// What is wrong with the value, by the description of the whole API.
    static List<String> of(
            Map<String, @Nullable Object> api, @Nullable Object schema, @Nullable Object value) {
        var check = new SchemaCheck(Json.object(Json.object(api.get("components")).get("schemas")));
        check.check(Json.object(schema), value, "$");
        return check.complaints;
    }

    private void check(Map<String, @Nullable Object> schema, @Nullable Object value, String at) {
        if (schema.get("$ref") instanceof String reference) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            check(Json.object(Objects.requireNonNull(schemas.get(name), name)), value, at);
            return;
        }
        if (schema.get("allOf") instanceof List<?> all) {
            all.forEach(each -> check(Json.object(each), value, at));
        }
        if (schema.get("anyOf") instanceof List<?> any
                && any.stream().noneMatch(each -> fits(each, value))) {
            complaints.add(at + " fits none of " + any);
        }
        type(schema.get("type"), value, at);
        if (schema.get("enum") instanceof List<?> words && !words.contains(value)) {
            complaints.add(at + " is " + value + ", none of " + words);
        }
        if (value instanceof List<?> items && schema.get("items") != null) {
            for (int i = 0; i < items.size(); i++) {
                check(Json.object(schema.get("items")), items.get(i), at + "[" + i + "]");
            }
        }
        if (value instanceof Map<?, ?> && schema.get("type") != null) {
            object(schema, Json.object(value), at);
        }
    }

    private boolean fits(@Nullable Object schema, @Nullable Object value) {
        var alone = new SchemaCheck(schemas);
        alone.check(Json.object(schema), value, "");
        return alone.complaints.isEmpty();
    }

    private void object(
            Map<String, @Nullable Object> schema, Map<String, @Nullable Object> value, String at) {
        Map<String, @Nullable Object> properties =
                schema.get("properties") == null ? Map.of() : Json.object(schema.get("properties"));
        if (schema.get("required") instanceof List<?> required) {
            required.stream()
                    .filter(each -> !value.containsKey(String.valueOf(each)))
                    .forEach(each -> complaints.add(at + " lacks " + each));
        }
        value.forEach((name, each) -> {
            Object known = properties.get(name);
            Object more = schema.get("additionalProperties");
            if (known != null) {
                check(Json.object(known), each, at + "." + name);
            } else if (more != null) {
                check(Json.object(more), each, at + "." + name);
            } else {
                complaints.add(at + "." + name + " is not declared");
            }
        });
    }

    private void type(@Nullable Object type, @Nullable Object value, String at) {
        List<?> types =
                type instanceof List<?> several
                        ? several
                        : type == null ? List.of() : List.of(type);
        boolean fits =
                types.isEmpty()
                        || types.stream()
                                .anyMatch(each ->
                                        switch (String.valueOf(each)) {
                                            case "object" -> value instanceof Map<?, ?>;
                                            case "array" -> value instanceof List<?>;
                                            case "string" -> value instanceof String;
                                            case "number" -> value instanceof Number;
                                            case "integer" ->
                                                    value instanceof Integer
                                                            || value instanceof Long;
                                            case "boolean" -> value instanceof Boolean;
                                            case "null" -> value == null;
                                            default -> false;
                                        });
        if (!fits) {
            complaints.add(at + " is " + value + ", not " + types);
        }
    }
}
