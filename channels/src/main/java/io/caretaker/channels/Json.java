package io.caretaker.channels;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// Maps, lists, texts, numbers, booleans and null as JSON; everything else, instants for one, as
/// its text.
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// On one line.
    public static String write(Object value) {
        return write(value, ObjectWriteContext.empty());
    }

    /// Indented, for people.
    public static String pretty(Object value) {
        return write(value, new Indented());
    }

    private static String write(Object value, ObjectWriteContext context) {
        var text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(context, text)) {
            put(value, out);
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
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(each -> put(each, out));
                out.writeEndArray();
            }
            case Boolean bool -> out.writeBoolean(bool);
            case Long number -> out.writeNumber(number);
            case Integer number -> out.writeNumber(number);
            case Object other -> out.writeString(wellFormed(other.toString()));
        }
    }

    /// With U+FFFD in place of halves of characters, which no encoding has.
    private static String wellFormed(String text) {
        var whole = new StringBuilder(text.length());
        text.codePoints()
                .map(each -> Character.getType(each) == Character.SURROGATE ? 0xFFFD : each)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
