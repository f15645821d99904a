package io.caretaker.testkit.api;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Which of the fields that a description has for answers were met in one.
final class Fields {
    private final ApiDescription api;
    private final Set<String> met = new HashSet<>();
    private final Set<String> described = new TreeSet<>();
    private final Set<String> walked = new HashSet<>();

    Fields(ApiDescription api) {
        this.api = api;
    }

    /// Takes note of all fields of an answer.
    ///
    /// @param pointer where its schema is
    void met(String pointer, JsonNode value) {
        JsonNode schema = api.at(pointer);
        String reference = schema.path("$ref").asString("");
        if (!reference.isEmpty()) {
            met(reference.substring(1), value);
            return;
        }
        for (String combined : new String[] {"anyOf", "allOf"}) {
            for (int i = 0; i < schema.path(combined).size(); i++) {
                met(pointer + "/" + combined + "/" + i, value);
            }
        }
        if (value.isArray() && schema.has("items")) {
            value.forEach(each -> met(pointer + "/items", each));
        }
        if (value.isObject()) {
            fields(pointer, schema, value);
        }
    }

    private void fields(String pointer, JsonNode schema, JsonNode value) {
        if (walked.add(pointer)) {
            schema.path("properties")
                    .propertyNames()
                    .forEach(name -> described.add(pointer + " " + name));
        }
        value.properties()
                .forEach(field -> {
                    String name = field.getKey();
                    if (schema.path("properties").has(name)) {
                        met.add(pointer + " " + name);
                        met(pointer + "/properties" + ApiDescription.step(name), field.getValue());
                    } else if (schema.path("additionalProperties").isObject()) {
                        met(pointer + "/additionalProperties", field.getValue());
                    }
                });
    }

    /// Those of objects that were met, which none of them had.
    Set<String> unmet() {
        var unmet = new TreeSet<>(described);
        unmet.removeAll(met);
        return unmet;
    }
}
