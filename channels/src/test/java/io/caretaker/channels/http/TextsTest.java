package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void a_cut_never_halves_a_character() {
        assertThat(Texts.cut("ab😀cd", 4)).isEqualTo("ab…");
        assertThat(Texts.cut("ab😀cd", 5)).isEqualTo("ab😀…");
        assertThat(Texts.cut("ab😀cd", 6)).isEqualTo("ab😀cd");
    }

    @Test
    void lengths_are_kept_with_the_ellipsis() {
        assertThat(Texts.line("a\r\n b\u0000\tc ".repeat(9), 10)).isEqualTo("a b c a b…");
        assertThat(Texts.lines("😀".repeat(9), 10)).hasSize(9).endsWith("😀…");
    }

    @Test
    void slack_text_is_escaped_before_it_is_cut() {
        assertThat(SlackText.escaped("a < b && <!channel>", 100))
                .isEqualTo("a &lt; b &amp;&amp; &lt;!channel&gt;");
        assertThat(SlackText.escaped("&&&&", 11)).isEqualTo("&amp;&amp;…");
        assertThat(SlackText.escaped("&&", 10)).isEqualTo("&amp;&amp;");
        assertThat(SlackText.escaped("\u0000 ", 10)).isEqualTo("–");
    }

    @Test
    void what_of_an_address_may_be_secret_is_hidden_wherever_it_is_repeated() {
        var secrets = new ArrayList<>(List.of("p", "hunter22"));
        secrets.addAll(
                Masking.partsOf(
                        URI.create("https://h/services/T012345/B0123456/s3cr3t-t0ken?k=1")));
        Masking masking = Masking.of(secrets);

        assertThat(masking.hide("no /services/T012345/B0123456/s3cr3t-t0ken?k=1 here"))
                .doesNotContain("T012345", "s3cr3t-t0ken");
        assertThat(masking.hide("token s3cr3t-t0ken of B0123456")).isEqualTo("token *** of ***");
        assertThat(masking.hide("hunter22, please")).isEqualTo("***, please");
        assertThat(masking).hasToString("***");
    }
}
