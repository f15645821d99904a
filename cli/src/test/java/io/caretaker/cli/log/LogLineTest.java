package io.caretaker.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.secret.Secret;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

class LogLineTest {
    private static final Instant AT = Instant.parse("2024-01-15T10:30:45.678Z");

    private static LogLine line(String message, KeyValuePair... values) {
        return new LogLine(AT, "watch", Level.WARN, message, List.of(values), null);
    }

    @Test
    void text_has_time_component_level_message_and_values() {
        assertThat(
                        line(
                                        "down",
                                        new KeyValuePair("service", "svc_a"),
                                        new KeyValuePair("reason", "no answer"))
                                .text(ZoneOffset.UTC))
                .isEqualTo(
                        "2024-01-15 10:30:45 - watch - WARN - down service=svc_a reason=\"no answer\"\n");
    }

    @Test
    void a_value_cannot_begin_a_second_line() {
        assertThat(line("x", new KeyValuePair("text", "a\n2024 - forged")).text(ZoneOffset.UTC))
                .hasLineCount(1)
                .contains("text=\"a\\n2024 - forged\"");
    }

    @Test
    void a_secret_prints_as_stars() {
        assertThat(line("x", new KeyValuePair("p", Secret.of("hunter2"))).text(ZoneOffset.UTC))
                .contains("p=***")
                .doesNotContain("hunter2");
        assertThat(line("x", new KeyValuePair("p", Secret.of("hunter2"))).json())
                .contains("\"p\":\"***\"");
    }

    @Test
    void json_is_one_object_in_one_line() {
        assertThat(line("down", new KeyValuePair("took_ms", 12L)).json())
                .isEqualTo(
                        "{\"time\":\"2024-01-15T10:30:45.678Z\",\"component\":\"watch\",\"level\":\"WARN\","
                                + "\"message\":\"down\",\"took_ms\":12}\n");
    }

    @Test
    void the_component_is_the_package_of_a_class_or_the_name_given_by_hand() {
        assertThat(LogLine.component("io.caretaker.server.heal.Healer")).isEqualTo("heal");
        assertThat(LogLine.component("notice")).isEqualTo("notice");
        assertThat(LogLine.component("org.postgresql.Driver")).isEqualTo("Driver");
    }
}
