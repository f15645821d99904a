package io.caretaker.cli.imports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// One value of a JSON document.
///
/// @param value maps, lists, texts, numbers, true, false or null
/// @param twice the path of the first key that an object has twice, or null
record JsonItem(@Nullable Object value, @Nullable String twice) {
    private static final int MOST_DIGITS = 400;

    /// Reads the value that the parser stands at. The depth is bounded by the parser.
    static JsonItem read(JsonParser parser) {
        var reading = new Reading(parser);
        Object value = reading.value("");
        return new JsonItem(value, reading.twice);
    }

    /// Not thread-safe.
    private static final class Reading {
        private final JsonParser parser;
        private @Nullable String twice;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        @Nullable Object value(String path) {
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(path);
                case START_ARRAY -> list(path);
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL,
                        NOT_AVAILABLE,
                        END_OBJECT,
                        END_ARRAY,
                        PROPERTY_NAME,
                        VALUE_EMBEDDED_OBJECT ->
                        null;
            };
        }

        /// A number that is absurdly large or small takes no memory to match.
        private Number number() {
            BigDecimal exact = parser.getDecimalValue();
            return Math.abs((long) exact.scale()) > MOST_DIGITS ? exact.doubleValue() : exact;
        }

        private Map<String, @Nullable Object> object(String path) {
            var object = new LinkedHashMap<String, @Nullable Object>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                String below = path.isEmpty() ? key : path + "." + key;
                boolean known = object.containsKey(key);
                if (known && twice == null) {
                    twice = below;
                }
                parser.nextToken();
                object.put(key, value(below));
            }
            return object;
        }

        private List<@Nullable Object> list(String path) {
            var list = new ArrayList<@Nullable Object>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(path + "[" + list.size() + "]"));
            }
            return list;
        }
    }
}
