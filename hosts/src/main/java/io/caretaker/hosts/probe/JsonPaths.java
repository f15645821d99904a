package io.caretaker.hosts.probe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Looks a value up in JSON by a path such as `status.db[0].ok`; a leading `$.` is allowed. Pure.
final class JsonPaths {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern STEP = Pattern.compile("\\G(?:\\.?([^.\\[\\]]+)|\\[(\\d{1,9})])");

    private JsonPaths() {}

    /// Null when the path exists and has the value (if one is wanted); else what is wrong.
    static @Nullable String problem(String json, String path, @Nullable String value) {
        try {
            JsonNode found = find(MAPPER.readTree(json), path);
            if (found.isMissingNode()) {
                return "has no " + path;
            }
            String text = found.isValueNode() ? found.asString("null") : found.toString();
            return value == null || text.equals(value)
                    ? null
                    : "has " + path + " = " + Texts.oneLine(text) + ", not " + value;
        } catch (JacksonException _) {
            return "is not JSON";
        }
    }

    private static JsonNode find(JsonNode root, String path) {
        String plain = path.startsWith("$") ? path.substring(1) : path;
        JsonNode node = root;
        Matcher step = STEP.matcher(plain);
        int end = 0;
        while (step.find()) {
            node =
                    step.group(1) != null
                            ? node.path(step.group(1))
                            : node.path(Integer.parseInt(step.group(2)));
            end = step.end();
        }
        return end == plain.length() ? node : root.path("\0");
    }
}
