package io.caretaker.channels.email;

import static io.caretaker.channels.SomeMessages.firing;
import static io.caretaker.channels.SomeMessages.later;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.caretaker.channels.ChannelSettings.Email.Security;
import io.caretaker.channels.SomeMessages;
import io.caretaker.channels.net.TestKeys;
import io.caretaker.channels.net.TestNames;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.SendReply;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmailChannelTest {
    @TempDir static Path folder;
    private static TestKeys here;
    private static TestKeys elsewhere;

    private final GreenMail server =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeAll
    static void makeKeys() throws Exception {
        here = new TestKeys(Files.createDirectory(folder.resolve("here")), "IP:127.0.0.1");
        elsewhere =
                new TestKeys(
                        Files.createDirectory(folder.resolve("elsewhere")), "DNS:mail.example.com");
    }

    @BeforeEach
    void start() {
        server.start();
        server.setUser("dba@example.com", "dba", MailSettings.PASSWORD);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private int port() {
        return server.getSmtp().getPort();
    }

    private static SendReply send(EmailChannel channel, Message message) throws Exception {
        return channel.send(message, TestNames.within(Duration.ofSeconds(20)));
    }

    private EmailChannel plain() {
        return MailSettings.channel(MailSettings.to(port(), "dba@example.com"));
    }

    private static String header(MimeMessage mail, String name) throws Exception {
        String[] values = mail.getHeader(name);
        return values == null ? "" : String.join("|", values).replaceAll("\\s+", " ");
    }

    private static String part(MimeMessage mail, int index) throws Exception {
        BodyPart part = ((MimeMultipart) mail.getContent()).getBodyPart(index);
        return ((String) part.getContent()).replace("\r\n", "\n");
    }

    @Test
    void a_mail_arrives_in_text_and_html() throws Exception {
        assertThat(send(plain(), firing("n-1"))).isInstanceOf(SendReply.Delivered.class);

        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("[CRITICAL] Orders is down");
        assertThat(header(mail, "From")).isEqualTo("Caretaker <caretaker@example.com>");
        assertThat(header(mail, "To")).isEqualTo("dba@example.com");
        assertThat(mail.getSentDate().toInstant()).isEqualTo(SomeMessages.AT);
        assertThat(header(mail, "Message-ID")).isEqualTo("<n-1.caretaker@example.com>");
        assertThat(header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(header(mail, "X-Auto-Response-Suppress")).isEqualTo("All");
        assertThat(header(mail, "Importance")).isEqualTo("high");
        assertThat(header(mail, "X-Priority")).isEqualTo("1");
        assertThat(header(mail, "X-Caretaker-Alert")).isEqualTo("a-1");
        assertThat(header(mail, "In-Reply-To") + header(mail, "References")).isEmpty();
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(part(mail, 0))
                .contains("connection refused")
                .contains("caretaker alert ack a-1");
        assertThat(part(mail, 1)).startsWith("<!DOCTYPE html>").contains("connection refused");
    }

    @Test
    void what_comes_later_lands_in_the_thread_of_the_first() throws Exception {
        EmailChannel channel = plain();
        send(channel, firing("n-1"));
        send(channel, later("n-2", Said.FIRING, "n-1"));
        send(channel, later("n-3", Said.ACKNOWLEDGED, "n-1"));
        send(
                channel,
                SomeMessages.of(
                        "n-4",
                        SomeMessages.line(
                                "a-1", Said.RESOLVED, "n-1", "Orders is up", "", SomeMessages.AT)));

        List<MimeMessage> mails = Arrays.asList(server.getReceivedMessages());
        assertThat(mails).hasSize(4);
        for (MimeMessage each : mails.subList(1, 4)) {
            assertThat(header(each, "In-Reply-To")).isEqualTo("<n-1.caretaker@example.com>");
            assertThat(header(each, "References")).isEqualTo("<n-1.caretaker@example.com>");
        }
        assertThat(mails)
                .extracting(MimeMessage::getSubject)
                .containsExactly(
                        "[CRITICAL] Orders is down",
                        "Re: [CRITICAL] Orders is down",
                        "Re: [ACKNOWLEDGED] Orders is down",
                        "Re: [RESOLVED] Orders is down");
        assertThat(part(mails.get(3), 0)).startsWith("Orders is up\n");
        assertThat(header(mails.get(3), "Importance")).isEmpty();
    }

    @Test
    void the_same_message_has_the_same_id_after_a_restart() throws Exception {
        send(plain(), firing("n-1"));
        send(plain(), firing("n-1"));

        assertThat(server.getReceivedMessages())
                .extracting(MimeMessage::getMessageID)
                .containsExactly("<n-1.caretaker@example.com>", "<n-1.caretaker@example.com>");
    }

    @Test
    void a_message_about_alerts_of_many_threads_names_them_all() throws Exception {
        send(
                plain(),
                SomeMessages.of(
                        "n-9",
                        SomeMessages.line("a-1", Said.RESOLVED, "n-1"),
                        SomeMessages.line("a-2", Said.RESOLVED, "n-2"),
                        SomeMessages.line("a-3", Said.FIRING, "n-9")));

        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(header(mail, "References"))
                .isEqualTo("<n-1.caretaker@example.com> <n-2.caretaker@example.com>");
    }

    @Test
    void several_recipients_each_get_it() throws Exception {
        EmailChannel channel =
                MailSettings.channel(
                        MailSettings.to(port(), "dba@example.com", "Two <two@example.com>"));

        assertThat(send(channel, firing("n-1"))).isInstanceOf(SendReply.Delivered.class);

        assertThat(server.getReceivedMessages()).hasSize(2);
    }

    @Test
    void a_right_password_logs_in_and_a_wrong_one_refuses_the_channel() throws Exception {
        var right = MailSettings.of(port(), Security.NONE, "dba", null, List.of("dba@example.com"));
        assertThat(send(MailSettings.channel(right), firing("n-1")))
                .isInstanceOf(SendReply.Delivered.class);

        var wrong =
                MailSettings.of(port(), Security.NONE, "nobody", null, List.of("dba@example.com"));
        server.getUserManager().setAuthRequired(true);
        assertThat(send(MailSettings.channel(wrong), firing("n-2")))
                .isInstanceOfSatisfying(
                        SendReply.ChannelRefused.class,
                        reply ->
                                assertThat(reply.detail())
                                        .contains("log-in")
                                        .contains("535")
                                        .doesNotContain(MailSettings.PASSWORD));
    }

    @Test
    void starttls_protects_everything_behind_it() throws Exception {
        try (var front = new TlsFront(here.context(), port(), true)) {
            assertThat(send(secured(front, Security.STARTTLS, here.certificate()), firing("n-1")))
                    .isInstanceOf(SendReply.Delivered.class);
            assertThat(front.unprotected).containsExactly("EHLO node-1", "STARTTLS");
            assertThat(server.getReceivedMessages()).hasSize(1);
        }
    }

    @Test
    void tls_protects_the_first_byte() throws Exception {
        try (var front = new TlsFront(here.context(), port(), false)) {
            assertThat(send(secured(front, Security.TLS, here.certificate()), firing("n-1")))
                    .isInstanceOf(SendReply.Delivered.class);
            assertThat(server.getReceivedMessages()).hasSize(1);
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
        for (Security each : List.of(Security.STARTTLS, Security.TLS)) {
            try (var front = new TlsFront(here.context(), port(), each == Security.STARTTLS)) {
                assertThat(send(secured(front, each, null), firing("n-1")))
                        .isInstanceOfSatisfying(
                                SendReply.ChannelRefused.class,
                                reply -> assertThat(reply.detail()).startsWith("TLS failed: "));
            }
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_certificate_for_another_host_is_refused() throws Exception {
        TestKeys keys = elsewhere;
        for (Security each : List.of(Security.STARTTLS, Security.TLS)) {
            try (var front = new TlsFront(keys.context(), port(), each == Security.STARTTLS)) {
                assertThat(send(secured(front, each, keys.certificate()), firing("n-1")))
                        .isInstanceOf(SendReply.ChannelRefused.class);
            }
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_file_of_authorities_that_is_none_is_for_a_person_to_mend() throws Exception {
        String none = folder.resolve("none.pem").toString();
        try (var front = new TlsFront(here.context(), port(), true)) {
            assertThat(send(secured(front, Security.STARTTLS, none), firing("n-1")))
                    .isInstanceOfSatisfying(
                            SendReply.ChannelRefused.class,
                            reply -> assertThat(reply.detail()).contains("none.pem"));
        }
    }

    private static EmailChannel secured(TlsFront front, Security security, @Nullable String ca) {
        return MailSettings.channel(
                MailSettings.of(front.port(), security, "dba", ca, List.of("dba@example.com")));
    }

    @Test
    void a_preview_shows_the_mail_and_no_password() {
        var settings =
                MailSettings.of(port(), Security.NONE, "dba", null, List.of("dba@example.com"));

        assertThat(MailSettings.channel(settings).preview(firing("n-1")))
                .contains("Subject: [CRITICAL] Orders is down\n")
                .contains("Message-ID: <n-1.caretaker@example.com>")
                .contains("caretaker alert ack a-1")
                .doesNotContain(MailSettings.PASSWORD);
        assertThat(MailSettings.channel(settings).target())
                .isEqualTo("dba@example.com by 127.0.0.1:" + port());
    }
}
