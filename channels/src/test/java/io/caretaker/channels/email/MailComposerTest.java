package io.caretaker.channels.email;

import static io.caretaker.channels.SomeMessages.firing;
import static io.caretaker.channels.SomeMessages.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.channels.ChannelSettings.Templates;
import io.caretaker.channels.HostileText;
import io.caretaker.channels.Rendering;
import io.caretaker.channels.SomeMessages;
import io.caretaker.core.alert.Said;
import io.caretaker.core.problem.Problem;
import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MailComposerTest {
    private static final Rendering RENDERING =
            new Rendering(Templates.USUAL, ZoneId.of("Australia/Lord_Howe"));
    private static final MailComposer COMPOSER =
            new MailComposer(MailSettings.to(25, "a@example.com"), RENDERING);

    private static Set<String> headers(Mail mail) throws Exception {
        var names = new TreeSet<String>();
        for (Header each : Collections.list(read(mail).getAllHeaders())) {
            names.add(each.getName());
        }
        return names;
    }

    private static MimeMessage read(Mail mail) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.content().getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void hostile_texts_add_no_header_and_no_recipient() throws Exception {
        Set<String> usual = headers(COMPOSER.compose(firing("n-1")));
        for (int seed = 0; seed < 200; seed++) {
            var hostile = new HostileText(seed);
            var mail =
                    COMPOSER.compose(
                            SomeMessages.of(
                                    "n-1",
                                    hostile.next(30),
                                    0,
                                    List.of(
                                            line(
                                                    hostile.next(3),
                                                    Said.FIRING,
                                                    "n-1",
                                                    hostile.next(30),
                                                    hostile.next(200),
                                                    null))));

            assertThat(headers(mail)).as("seed %d", seed).isEqualTo(usual);
            assertThat(mail.content()).as("seed %d", seed).matches("[\\x20-\\x7E\\r\\n\\t]*");
            assertThat(read(mail).getAllRecipients()).hasSize(1);
            assertThat(mail.content().lines()).allMatch(each -> each.length() <= 998);
        }
    }

    @Test
    void a_hundred_kilobytes_of_emoji_are_one_mail_of_moderate_size() throws Exception {
        var mail =
                COMPOSER.compose(
                        SomeMessages.of(
                                "n-1",
                                line(
                                        "a-1",
                                        Said.FIRING,
                                        "n-1",
                                        "🔥 Überlast 🔥".repeat(100),
                                        "🔥".repeat(50_000),
                                        null)));

        assertThat(mail.content().length()).isLessThan(300_000);
        assertThat(read(mail).getSubject()).startsWith("[CRITICAL] 🔥 Überlast 🔥");
    }

    @Test
    void an_address_with_a_line_break_is_none() {
        for (String bad :
                List.of(
                        "a@example.com\r\nBcc: b@example.com",
                        "a",
                        "",
                        "a@",
                        "a@example.com, b@example.com",
                        "jürgen@example.com",
                        "a b@example.com")) {
            assertThatThrownBy(() -> MailAddress.of(bad)).as(bad).isInstanceOf(Problem.class);
        }
        assertThat(MailAddress.of("Jürgen <a@bücher.example>").getAddress())
                .isEqualTo("a@xn--bcher-kva.example");
    }

    @Test
    void subjects_keep_the_first_words_of_a_thread() {
        var subjects = new Subjects();
        assertThat(subjects.of("n-1", "[HIGH] db is slow", List.of()))
                .isEqualTo("[HIGH] db is slow");
        assertThat(subjects.of("n-2", "[RESOLVED] db is fast", List.of("n-1")))
                .isEqualTo("Re: [RESOLVED] db is slow");
        assertThat(subjects.of("n-3", "db is fast", List.of("n-1"))).isEqualTo("Re: db is fast");
        assertThat(subjects.of("n-4", "[RESOLVED] db is fast", List.of("n-0")))
                .isEqualTo("Re: [RESOLVED] db is fast");
    }
}
