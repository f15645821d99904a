package io.caretaker.sqlite;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Maps, lists, texts, numbers, booleans and null as JSON; everything else, instants for one, as
/// its text. By streaming alone, because loading data binding costs a command line more time than
/// the whole store.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    static String write(Object value) {
        var text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(value, out);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator out) {
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((name, each) -> {
                    out.writeName(String.valueOf(name));
                    write(each, out);
                });
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(each -> write(each, out));
                out.writeEndArray();
            }
            case Boolean bool -> out.writeBoolean(bool);
            case Long number -> out.writeNumber(number);
            case Integer number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Object other -> out.writeString(other.toString());
        }
    }

    /// Reads one object.
    ///
    /// @throws tools.jackson.core.JacksonException when it is no JSON
    /// @throws IllegalArgumentException when it is something else than one object
    static Map<String, @Nullable Object> readMap(String json) {
        return read(json, JsonToken.START_OBJECT, Json::map);
    }

    /// Reads one list; otherwise like [#readMap].
    static List<@Nullable Object> readList(String json) {
        return read(json, JsonToken.START_ARRAY, Json::list);
    }

    private static <T> T read(String json, JsonToken first, Function<JsonParser, T> reader) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            boolean begun = in.nextToken() == first;
            T found = begun ? reader.apply(in) : null;
            if (found == null || in.nextToken() != null) {
                throw new IllegalArgumentException("it is not what begins with " + first);
            }
            return found;
        }
    }

    private static Map<String, @Nullable Object> map(JsonParser in) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            map.put(name, value(in));
        }
        return map;
    }

    private static List<@Nullable Object> list(JsonParser in) {
        var list = new ArrayList<@Nullable Object>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(in));
        }
        return list;
    }

    private static @Nullable Object value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> map(in);
            case START_ARRAY -> list(in);
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException("the parser stands on " + in.currentToken());
        };
    }
}
