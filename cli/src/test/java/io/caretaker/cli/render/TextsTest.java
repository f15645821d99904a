package io.caretaker.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void durations_have_their_two_greatest_units() {
        assertThat(Texts.duration(Duration.ofSeconds(12))).isEqualTo("12 s");
        assertThat(Texts.duration(Duration.ofSeconds(60))).isEqualTo("1 min");
        assertThat(Texts.duration(Duration.ofSeconds(3725))).isEqualTo("1 h 2 min");
        assertThat(Texts.duration(Duration.ofHours(76))).isEqualTo("3 d 4 h");
        assertThat(Texts.duration(Duration.ofSeconds(-5))).isEqualTo("0 s");
    }

    @Test
    void a_cut_text_is_one_line_and_ends_in_dots() {
        assertThat(Texts.cut("one\ntwo  three", 20)).isEqualTo("one two three");
        assertThat(Texts.cut("one two three", 8)).isEqualTo("one two…");
    }

    @Test
    void counts_have_a_plural() {
        assertThat(Texts.count(1, "service")).isEqualTo("1 service");
        assertThat(Texts.count(0, "service")).isEqualTo("0 services");
    }
}
