package io.caretaker.channels.http;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON as a tree; what is no JSON, or more than one, is an error.
final class Trees {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Trees() {}

    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }
}
