package io.caretaker.channels.email;

import static io.caretaker.channels.SomeMessages.firing;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings.Email.Security;
import io.caretaker.channels.net.TestNames;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.alert.SendReply.ChannelRefused;
import io.caretaker.core.alert.SendReply.Delivered;
import io.caretaker.core.alert.SendReply.Later;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileMailServerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final SmtpPeer peer;

    HostileMailServerTest() throws IOException {
        peer = new SmtpPeer();
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
    }

    private EmailChannel channel(String... to) {
        return MailSettings.channel(MailSettings.to(peer.port(), to));
    }

    private EmailChannel loggingIn() {
        return MailSettings.channel(
                MailSettings.of(peer.port(), Security.NONE, "dba", null, List.of("a@example.com")));
    }

    private static SendReply send(EmailChannel channel) throws InterruptedException {
        return channel.send(firing("n-1"), TestNames.within(LONG));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CONNECT   | 421 4.3.2 too busy               | Later
                    CONNECT   | 554 5.3.2 no service             | ChannelRefused
                    EHLO      | 421 4.3.2 closing                | Later
                    AUTH      | 535 5.7.8 wrong                  | ChannelRefused
                    AUTH      | 530 5.7.0 STARTTLS first         | ChannelRefused
                    AUTH      | 454 4.7.0 temporarily not        | Later
                    MAIL      | 451 4.3.0 later                  | Later
                    MAIL      | 530 5.7.0 log in first           | ChannelRefused
                    MAIL      | 550 5.7.1 not as this sender     | ChannelRefused
                    MAIL      | 552 5.3.4 too large              | MessageRefused
                    RCPT      | 450 4.2.0 greylisted             | Later
                    RCPT      | 550 5.1.1 nobody of that name    | ChannelRefused
                    RCPT      | 421 4.3.2 closing                | Later
                    DATA      | 451 4.3.0 later                  | Later
                    DATA      | 554 5.5.1 no valid recipients    | MessageRefused
                    .         | 552 5.3.4 too large              | MessageRefused
                    .         | 554 5.6.0 looks like a virus     | MessageRefused
                    .         | 554 5.7.1 not from this address  | ChannelRefused
                    .         | 452 4.3.1 disk full              | Later
                    .         | 299 odd but good                 | Delivered
                    MAIL      | 354 what                         | Later
                    CONNECT   | HTTP/1.1 400 Bad Request         | Later
                    """)
    void each_answer_means_something(String command, String answer, String meaning)
            throws Exception {
        peer.on(command, answer);

        SendReply reply = send(loggingIn());

        assertThat(reply.getClass().getSimpleName()).as(reply.toString()).isEqualTo(meaning);
        assertThat(reply.detail()).isNotBlank().doesNotContain(MailSettings.PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "."})
    void a_server_that_hangs_is_left_by_the_deadline(String command) throws Exception {
        peer.on(command, SmtpPeer.HANG);
        long before = System.nanoTime();

        SendReply reply = loggingIn().send(firing("n-1"), TestNames.within(Duration.ofMillis(700)));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Later.class,
                        later -> assertThat(later.detail()).contains("within the time limit"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(peer.left()).as("the connection is closed").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "."})
    void a_connection_that_breaks_is_tried_again(String command) throws Exception {
        for (String how : List.of(SmtpPeer.CLOSE, SmtpPeer.RESET)) {
            peer.on(command, how);
            assertThat(send(loggingIn())).as(how).isInstanceOf(Later.class);
        }
        if (command.equals(".")) {
            assertThat(send(loggingIn()).detail()).contains("nobody knows");
            assertThat(peer.contents)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(content ->
                            assertThat(content)
                                    .contains("Message-ID: <n-1.caretaker@example.com>"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SmtpPeer.ENDLESS, SmtpPeer.LONG_LINE})
    void a_reply_without_end_is_given_up(String how) throws Exception {
        peer.on("EHLO", how);

        assertThat(send(channel("a@example.com")))
                .isInstanceOfSatisfying(
                        Later.class, later -> assertThat(later.detail()).contains("no end"));
    }

    @Test
    void a_quit_that_nobody_answers_changes_nothing() throws Exception {
        peer.on("QUIT", SmtpPeer.HANG);

        assertThat(send(channel("a@example.com"))).isInstanceOf(Delivered.class);
    }

    @Test
    void one_refused_recipient_does_not_keep_the_mail_from_the_others() throws Exception {
        peer.on("RCPT TO:<b@", "550 5.1.1 nobody of that name");

        assertThat(send(channel("a@example.com", "b@example.com")))
                .isInstanceOfSatisfying(
                        SendReply.Partly.class,
                        reply ->
                                assertThat(reply.detail())
                                        .contains("refused: b@example.com (550 5.1.1 nobody"));
        assertThat(peer.contents).hasSize(1);
    }

    @Test
    void who_is_put_off_and_then_refused_does_not_hold_what_the_others_have() throws Exception {
        EmailChannel channel = channel("a@example.com", "b@example.com");
        peer.on("RCPT TO:<b@", "450 4.2.0 later");
        assertThat(send(channel)).isInstanceOf(Later.class);

        peer.on("RCPT TO:<b@", "550 5.1.1 nobody of that name");
        assertThat(send(channel)).isInstanceOf(SendReply.Partly.class);
        assertThat(peer.contents).hasSize(1);
    }

    @Test
    void all_refused_recipients_refuse_the_channel() throws Exception {
        peer.on("RCPT", "550 5.1.1 nobody of that name");

        assertThat(send(channel("a@example.com", "b@example.com")))
                .isInstanceOfSatisfying(
                        ChannelRefused.class,
                        reply ->
                                assertThat(reply.detail())
                                        .contains("a@example.com")
                                        .contains("b@example.com"));
        assertThat(peer.contents).isEmpty();
    }

    @Test
    void a_recipient_who_is_put_off_gets_it_later_and_the_others_once() throws Exception {
        peer.on("RCPT TO:<b@", "450 4.2.0 greylisted");
        EmailChannel channel = channel("a@example.com", "b@example.com");

        assertThat(send(channel))
                .isInstanceOfSatisfying(
                        Later.class,
                        reply ->
                                assertThat(reply.detail())
                                        .contains("put off for b@example.com")
                                        .contains("taken for a@example.com"));
        peer.wellAgain();
        peer.commands.clear();
        assertThat(send(channel)).isInstanceOf(Delivered.class);

        assertThat(peer.commands)
                .contains("RCPT TO:<b@example.com>")
                .doesNotContain("RCPT TO:<a@example.com>");
        assertThat(peer.contents).hasSize(2);
    }

    @Test
    void a_mail_that_was_taken_though_nobody_waited_is_not_sent_again() throws Exception {
        EmailChannel channel = channel("a@example.com");

        assertThat(send(channel)).isInstanceOf(Delivered.class);
        assertThat(send(channel)).isEqualTo(new Delivered("taken at an earlier attempt"));
        assertThat(peer.contents).hasSize(1);
    }

    @Test
    void nothing_is_sent_when_starttls_is_stripped() throws Exception {
        var settings =
                MailSettings.of(
                        peer.port(), Security.STARTTLS, "dba", null, List.of("a@example.com"));

        assertThat(send(MailSettings.channel(settings)))
                .isInstanceOfSatisfying(
                        ChannelRefused.class,
                        reply -> assertThat(reply.detail()).contains("no STARTTLS"));
        assertThat(peer.commands).containsExactly("EHLO node-1");
    }

    @Test
    void what_is_smuggled_in_behind_starttls_is_not_believed() throws Exception {
        peer.on("EHLO", "250-peer\r\n250 STARTTLS")
                .on("STARTTLS", "220 go\r\n250-evil\r\n250 AUTH PLAIN");
        var settings =
                MailSettings.of(
                        peer.port(), Security.STARTTLS, "dba", null, List.of("a@example.com"));

        assertThat(send(MailSettings.channel(settings)))
                .isInstanceOfSatisfying(
                        ChannelRefused.class,
                        reply -> assertThat(reply.detail()).contains("without protection"));
        assertThat(peer.commands).containsExactly("EHLO node-1", "STARTTLS");
    }

    @Test
    void a_server_without_tls_on_a_tls_port_gets_no_password() throws Exception {
        var settings =
                MailSettings.of(peer.port(), Security.TLS, "dba", null, List.of("a@example.com"));

        assertThat(send(MailSettings.channel(settings))).isInstanceOf(ChannelRefused.class);
        assertThat(peer.commands).noneMatch(each -> each.startsWith("AUTH"));
    }

    @Test
    void a_server_that_offers_no_log_in_is_not_used_without() throws Exception {
        peer.on("EHLO", "250-peer\r\n250 AUTH CRAM-MD5");

        assertThat(send(loggingIn())).isInstanceOf(ChannelRefused.class);
        assertThat(peer.commands).noneMatch(each -> each.startsWith("MAIL"));
    }

    @Test
    void log_in_by_login_where_there_is_no_plain() throws Exception {
        peer.on("EHLO", "250-peer\r\n250 AUTH LOGIN")
                .on("AUTH LOGIN", "334 VXNlcm5hbWU6")
                .on("ZGJh", "334 UGFzc3dvcmQ6")
                .on("Z2VoZWltLWFuZC1sb25n", "235 welcome");

        assertThat(send(loggingIn())).isInstanceOf(Delivered.class);
    }

    @Test
    void a_password_that_the_server_repeats_is_hidden() throws Exception {
        for (String said :
                List.of(
                        MailSettings.PASSWORD,
                        "AGRiYQBnZWhlaW0tYW5kLWxvbmc=",
                        "Z2VoZWltLWFuZC1sb25n")) {
            peer.on("AUTH", "535 not " + said);
            assertThat(send(loggingIn()).detail()).doesNotContain(said).contains("535 not ***");
        }
    }

    @Test
    void nobody_listening_is_tried_again() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(send(MailSettings.channel(MailSettings.to(free, "a@example.com"))))
                .isInstanceOfSatisfying(
                        Later.class, reply -> assertThat(reply.detail()).contains("connecting to"));
    }

    @Test
    void an_interrupt_of_the_caller_ends_the_exchange() throws Exception {
        peer.on("DATA", SmtpPeer.HANG);
        var caller =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                send(channel("a@example.com"));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        while (!peer.commands.contains("DATA")) {
            Thread.onSpinWait();
        }
        caller.interrupt();

        assertThat(peer.left()).isTrue();
        assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    }
}
