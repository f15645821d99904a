package io.caretaker.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.status.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void instants_have_milliseconds_and_are_in_utc() {
        assertThat(JsonText.line(Instant.parse("2024-01-15T10:30:45Z")))
                .isEqualTo("\"2024-01-15T10:30:45.000Z\"");
        assertThat(JsonText.line(Instant.parse("2024-01-15T10:30:45.123456Z")))
                .isEqualTo("\"2024-01-15T10:30:45.123Z\"");
    }

    @Test
    void what_is_no_number_is_null() {
        assertThat(JsonText.line(Arrays.asList(1, 2.5, Double.NaN, null, true, Status.RUNNING)))
                .isEqualTo("[1,2.5,null,null,true,\"running\"]");
    }

    @Test
    void instants_of_all_times_are_whole_milliseconds() {
        assertThat(JsonText.time(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(JsonText.time(Instant.parse("2026-11-08T09:05:03.0079Z")))
                .isEqualTo("2026-11-08T09:05:03.007Z");
        assertThat(JsonText.time(Instant.parse("1969-12-31T23:59:59.999999Z")))
                .isEqualTo("1969-12-31T23:59:59.999Z");
        assertThat(JsonText.time(Instant.parse("9999-12-31T23:59:59Z")))
                .isEqualTo("9999-12-31T23:59:59.000Z");
        assertThat(JsonText.time(Instant.parse("+10000-01-01T00:00:00Z")))
                .isEqualTo("+10000-01-01T00:00:00.000Z");
    }

    @Test
    void control_characters_are_escaped() {
        assertThat(JsonText.line("a\"b\\c\nd\u0001\u001b"))
                .isEqualTo("\"a\\\"b\\\\c\\nd\\u0001\\u001b\"");
    }

    @Test
    void documents_are_indented_and_empty_ones_short() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("a", List.of(1));
        document.put("b", Map.of());
        document.put("c", new ArrayList<>());
        assertThat(JsonText.of(document))
                .isEqualTo(
                        """
                        {
                          "a": [
                            1
                          ],
                          "b": {},
                          "c": []
                        }\
                        """);
    }
}
