package io.caretaker.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.document.JsonText;
import io.caretaker.testkit.host.HostileTexts;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void escape_sequences_are_shown_and_not_obeyed() {
        assertThat(Texts.line("a\u001b[31mred\u0007")).isEqualTo("a␛[31mred␇");
        assertThat(Texts.line("\u009b2J")).isEqualTo("\ufffd2J");
        assertThat(Texts.line("left\u202eright")).isEqualTo("left\ufffdright");
        assertThat(Texts.line("plain — Zürich")).isEqualTo("plain — Zürich");
    }

    @Test
    void wide_characters_take_two_columns_and_marks_none() {
        assertThat(Texts.columns("東京")).isEqualTo(4);
        assertThat(Texts.columns("🐘")).isEqualTo(2);
        assertThat(Texts.columns("e\u0301")).isEqualTo(1);
        assertThat(Texts.columns("Zürich…├─")).isEqualTo(9);
    }

    @Test
    void a_text_is_never_cut_within_a_character() {
        assertThat(Texts.cut("東京都", 5)).isEqualTo("東京…");
        assertThat(Texts.cut("🐘🐘🐘", 4)).isEqualTo("🐘…");
        assertThat(Texts.fill("東京都", 6)).isEqualTo("東京都");
        assertThat(Texts.fill("東京", 6)).isEqualTo("東京  ");
    }

    @Test
    void whatever_the_text_it_keeps_to_its_columns_and_holds_no_control_character() {
        for (String text : HostileTexts.of(7, 500)) {
            for (int width : new int[] {1, 2, 5, 20, 80}) {
                for (String shown :
                        new String[] {
                            Texts.cut(text, width), Texts.fit(text, width), Texts.fill(text, width)
                        }) {
                    assertThat(Texts.columns(shown)).isLessThanOrEqualTo(width);
                    assertThat(shown.codePoints().noneMatch(Character::isISOControl)).isTrue();
                }
            }
        }
    }

    @Test
    void json_holds_no_control_character_of_either_set() {
        String json = JsonText.line("\u001b[2J\u009b2J\u007f");
        assertThat(json).isEqualTo("\"\\u001b[2J\\u009b2J\\u007f\"");
    }
}
