package io.caretaker.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTest {
    private static List<Key> keys(String typed) throws IOException {
        var left = new StringBuilder(typed);
        Key.Source source =
                _ -> {
                    if (left.isEmpty()) {
                        return -2;
                    }
                    char next = left.charAt(0);
                    left.deleteCharAt(0);
                    return next;
                };
        var keys = new ArrayList<Key>();
        for (int first = source.read(0); first >= 0; first = source.read(0)) {
            keys.add(Key.read(first, source));
        }
        return keys;
    }

    @Test
    void letters_come_as_they_are_also_beyond_the_basic_plane() throws IOException {
        assertThat(keys("k東🐘"))
                .containsExactly(Key.letter('k'), Key.letter('東'), Key.letter(0x1f418));
    }

    @Test
    void arrows_and_function_keys_come_in_every_spelling() throws IOException {
        assertThat(keys("\u001b[A\u001bOB\u001b[5~\u001b[1~\u001bOF"))
                .extracting(Key::kind)
                .containsExactly(
                        Key.Kind.UP, Key.Kind.DOWN, Key.Kind.PAGE_UP, Key.Kind.HOME, Key.Kind.END);
        assertThat(keys("\u001bOP\u001b[12~\u001b[[C"))
                .containsExactly(Key.letter('1'), Key.letter('2'), Key.letter('3'));
    }

    @Test
    void an_unknown_sequence_is_one_key_that_means_nothing() throws IOException {
        assertThat(keys("\u001b[1;5Cq")).containsExactly(Key.of(Key.Kind.OTHER), Key.letter('q'));
    }

    /// What a terminal answers when it is asked what it can do.
    @Test
    void an_answer_of_the_terminal_itself_is_no_letter() throws IOException {
        assertThat(keys("\u001b[?2026;2$y\u001b[?0u\u001b[?62;22;52cy"))
                .containsExactly(
                        Key.of(Key.Kind.OTHER),
                        Key.of(Key.Kind.OTHER),
                        Key.of(Key.Kind.OTHER),
                        Key.letter('y'));
    }

    @Test
    void escape_alone_is_escape() throws IOException {
        assertThat(keys("\u001b")).containsExactly(Key.of(Key.Kind.ESCAPE));
        assertThat(keys("\u0003\r\u007f"))
                .extracting(Key::kind)
                .containsExactly(Key.Kind.OTHER, Key.Kind.ENTER, Key.Kind.BACKSPACE);
    }
}
