package io.caretaker.server.keep;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A document as one line of JSON; what JSON has no word for, instants for one, as its text.
public final class JsonLine {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonLine() {}

    /// The line, without its end.
    public static String write(Map<String, ? extends @Nullable Object> document) {
        var text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            put(document, out);
        }
        return text.toString();
    }

    private static void put(@Nullable Object value, JsonGenerator out) {
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((name, each) -> {
                    out.writeName(String.valueOf(name));
                    put(each, out);
                });
                out.writeEndObject();
            }
            case Iterable<?> items -> {
                out.writeStartArray();
                items.forEach(each -> put(each, out));
                out.writeEndArray();
            }
            case Boolean bool -> out.writeBoolean(bool);
            case Double number -> out.writeNumber(number);
            case Number number -> out.writeNumber(number.longValue());
            case Object other -> out.writeString(other.toString());
        }
    }

    /// Reads one object.
    ///
    /// @throws IllegalArgumentException when the line is something else
    public static Map<String, @Nullable Object> read(String line) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                Map<String, @Nullable Object> read = object(in);
                if (in.nextToken() == null) {
                    return read;
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("it is not one object");
    }

    private static Map<String, @Nullable Object> object(JsonParser in) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            object.put(name, value(in));
        }
        return object;
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
            case START_OBJECT -> object(in);
            case START_ARRAY -> list(in);
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalArgumentException("unexpected " + in.currentToken());
        };
    }
}
