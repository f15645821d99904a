package io.caretaker.cli.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The demonstration's result as one line of JSON.
final class JsonLine {
    private JsonLine() {}

    static String of(Story story) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("ok", story.ok());
        document.put("acts", story.acts().stream().map(Act::document).toList());
        return new JsonMapper().writeValueAsString(document);
    }
}
