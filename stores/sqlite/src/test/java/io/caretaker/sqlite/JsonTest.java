package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonTest {
    @Test
    void documents_come_back_as_they_were() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("text", "“ü”\n\u0000\"");
        document.put("number", 7L);
        document.put("share", 0.5);
        document.put("on", true);
        document.put("nothing", null);
        document.put("list", List.of("a", Map.of("b", false), List.of()));

        assertThat(Json.readMap(Json.write(document))).isEqualTo(document);
    }

    @Test
    void an_instant_becomes_its_text() {
        assertThat(Json.write(Map.of("at", Instant.EPOCH)))
                .isEqualTo("{\"at\":\"1970-01-01T00:00:00Z\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":[1",
                "[1]",
                "nonsense",
                "{\"a\":1}}"
            })
    void what_is_no_document_is_refused(String text) {
        assertThatThrownBy(() -> Json.readMap(text))
                .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
    }
}
