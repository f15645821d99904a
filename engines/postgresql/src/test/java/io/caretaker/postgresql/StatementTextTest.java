package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class StatementTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select * from t where a = 'x''y' and b = 5 | select * from t where a = ? and b = ?",
                "alter role r password 'secret' | alter role r password ?",
                "select E'a\\'b', 1 | select ?, ?",
                "select $$a 'b' c$$, $x$a$$b$x$ | select ?, ?",
                "select $1, $2 from table_1 | select $1, $2 from table_1",
                "select \"a 'b' 5\" from \"t\"\"5\" | select \"a 'b' 5\" from \"t\"\"5\"",
                "select 1.5e-7, .5, 0x1F, -3 | select ?, ?, ?, -?",
                "select 'cut off | select ?",
                "select $a$cut off | select ?",
                "select E'cut off\\ | select ?",
                "select 1 -- a 'note' | select ?",
                "select /* 'a' */ 2 | select ?",
                "select x'1F', b'01', U&'a' | select ?, ?, ?"
            })
    void literals_go_and_names_stay(String text, String shown) {
        assertThat(StatementText.shown(text)).isEqualTo(shown);
    }

    @Test
    void a_long_text_is_cut() {
        assertThat(StatementText.shown("select " + "a, ".repeat(500))).hasSize(300).endsWith("…");
    }

    @Test
    void a_huge_text_is_no_trouble() {
        assertThat(StatementText.shown("select '" + "a''".repeat(200_000))).isEqualTo("select ?");
    }
}
