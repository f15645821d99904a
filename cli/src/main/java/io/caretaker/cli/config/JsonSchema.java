package io.caretaker.cli.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// [ConfigSchema] as JSON Schema, for editors.
public final class JsonSchema {
    private JsonSchema() {}

    public static String text() {
        ObjectMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "caretaker.yaml");
        schema.putAll(object(ConfigSchema.SETTINGS));
        return mapper.writeValueAsString(schema).replace("\r\n", "\n") + "\n";
    }

    private static Map<String, Object> object(List<Setting> settings) {
        var properties = new LinkedHashMap<String, Object>();
        settings.forEach(each -> properties.put(each.key(), property(each)));
        List<String> required =
                settings.stream()
                        .filter(each -> each instanceof Setting.Value value && value.required())
                        .map(Setting::key)
                        .toList();
        var object = new LinkedHashMap<String, Object>();
        object.put("type", List.of("object", "null"));
        object.put("additionalProperties", false);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("properties", properties);
        return object;
    }

    private static Map<String, Object> property(Setting setting) {
        var property = new LinkedHashMap<String, Object>();
        property.put("description", setting.meaning());
        switch (setting) {
            case Setting.Value value -> property.putAll(value(value));
            case Setting.Items items -> {
                property.put("type", List.of("array", "null"));
                property.put("items", object(items.settings()));
            }
            case Setting.Named named -> {
                property.put("type", List.of("object", "null"));
                property.put("additionalProperties", object(named.settings()));
            }
            case Setting.Section section -> property.putAll(section(section));
        }
        return property;
    }

    private static Map<String, Object> section(Setting.Section section) {
        Map<String, Object> object = object(section.settings());
        if (section.orText()) {
            return Map.of("anyOf", List.of(Map.of("type", "string"), object));
        }
        return section.key().equals("control")
                ? Map.of("anyOf", List.of(Map.of("const", "none"), object))
                : object;
    }

    private static Map<String, Object> value(Setting.Value value) {
        var schema = new LinkedHashMap<String, Object>();
        if (!value.words().isEmpty()) {
            schema.put("enum", value.words());
            return schema;
        }
        schema.putAll(type(value.type()));
        return schema;
    }

    private static Map<String, Object> type(Setting.Type type) {
        return switch (type) {
            case TEXT -> Map.of("type", List.of("string", "number", "null"));
            case PATH, DATE -> Map.of("type", List.of("string", "null"));
            case BOOLEAN -> Map.of("type", List.of("boolean", "null"));
            case INTEGER, DAYS -> Map.of("type", List.of("integer", "null"));
            case NUMBER, SECONDS -> Map.of("type", List.of("number", "null"));
            case NUMBER_OR_OFF ->
                    Map.of(
                            "anyOf",
                            List.of(
                                    Map.of("const", "off"),
                                    Map.of("type", List.of("number", "null"))));
            case TEXTS -> array("string", "number");
            case INTEGERS -> array("integer");
            case COMMAND, TEXTS_OR_ONE -> {
                var either = new LinkedHashMap<String, Object>(array("string", "number"));
                either.put("type", List.of("array", "string", "null"));
                yield either;
            }
            case TEXT_MAP -> {
                var map = new LinkedHashMap<String, Object>();
                map.put("type", List.of("object", "null"));
                map.put("additionalProperties", Map.of("type", List.of("string", "number")));
                yield map;
            }
            case SCALAR -> Map.of("type", List.of("string", "number", "boolean", "null"));
        };
    }

    private static Map<String, Object> array(String... types) {
        var array = new LinkedHashMap<String, Object>();
        array.put("type", List.of("array", "null"));
        array.put("items", Map.of("type", List.of(types)));
        return array;
    }
}
