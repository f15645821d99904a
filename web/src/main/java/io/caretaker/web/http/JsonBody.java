package io.caretaker.web.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads the JSON of a request into maps, lists, texts, numbers and booleans, within limits of
/// depth and length.
final class JsonBody {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(50)
                                    .maxNumberLength(40)
                                    .build())
                    .build();

    private JsonBody() {}

    /// @throws Refusal 400 when it is no JSON
    static @Nullable Object read(byte[] body) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (in.nextToken() == null) {
                throw new Refusal(400, "the body is empty", "send a JSON object");
            }
            Object value = value(in);
            if (in.nextToken() != null) {
                throw refused(in.currentTokenLocation(), "something follows the JSON value");
            }
            return value;
        } catch (JacksonException e) {
            throw refused(e.getLocation(), String.valueOf(e.getOriginalMessage()));
        }
    }

    private static Refusal refused(@Nullable TokenStreamLocation at, String what) {
        String where =
                at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        String line = what.lines().findFirst().orElse("").strip();
        return new Refusal(400, "the body is not JSON" + where + ": " + line, "");
    }

    private static @Nullable Object value(JsonParser in) {
        JsonToken token = in.currentToken();
        return switch (token) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT -> whole(in);
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw refused(in.currentTokenLocation(), "a value is missing");
        };
    }

    private static Object whole(JsonParser in) {
        Number number = in.getNumberValue();
        return number instanceof java.math.BigInteger ? number.doubleValue() : number;
    }

    private static Map<String, @Nullable Object> object(JsonParser in) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            object.put(name, value(in));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser in) {
        var items = new ArrayList<@Nullable Object>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(in));
        }
        return items;
    }
}
