package io.caretaker.channels.syslog;

import static io.caretaker.channels.SomeMessages.firing;
import static io.caretaker.channels.SomeMessages.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.channels.ChannelSettings.Syslog;
import io.caretaker.channels.ChannelSettings.Templates;
import io.caretaker.channels.HostileText;
import io.caretaker.channels.SomeMessages;
import io.caretaker.channels.net.TestKeys;
import io.caretaker.channels.net.TestNames;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.alert.SendReply.ChannelRefused;
import io.caretaker.core.alert.SendReply.Delivered;
import io.caretaker.core.alert.SendReply.Later;
import io.caretaker.core.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SyslogChannelTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir Path folder;

    private SyslogChannel channel(String to, @Nullable String caFile) {
        return channel(to, caFile, "log");
    }

    private SyslogChannel channel(String to, @Nullable String caFile, String log) {
        return new SyslogChannel(
                new Syslog("logs", to, "local0", caFile, Templates.USUAL),
                TestNames.SYSTEM,
                "node-1",
                BERLIN,
                new LocalSockets(
                        folder.resolve("journal").toString(),
                        folder.resolve(log).toString(),
                        new UnixDatagrams()));
    }

    private static SendReply send(SyslogChannel channel, Message message)
            throws InterruptedException {
        return channel.send(message, TestNames.within(Duration.ofSeconds(20)));
    }

    private static String record(String priority, String alert, String text) {
        return "<"
                + priority
                + ">1 2026-03-29T03:10:00.000+02:00 node-1 caretaker "
                + ProcessHandle.current().pid()
                + " service_down [caretaker@32473 alert=\""
                + alert
                + "\" environment=\"production\" host=\"db1\" message_id=\"n-1\" rule=\"service_down\""
                + " said=\"firing\" service=\"orders-db\" severity=\"critical\"] "
                + text;
    }

    @Test
    void a_record_arrives_by_udp() throws Exception {
        try (var receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertThat(
                            send(
                                    channel("udp://127.0.0.1:" + receiver.getLocalPort(), null),
                                    firing("n-1")))
                    .isInstanceOf(Delivered.class);

            assertThat(received(receiver))
                    .isEqualTo(
                            record("130", "a-1", "[CRITICAL] Orders is down: connection refused"));
        }
    }

    private static String received(DatagramSocket receiver) throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        receiver.setSoTimeout(10_000);
        receiver.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void a_port_where_nobody_listens_is_noticed_even_by_udp() throws Exception {
        int port;
        try (var receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = receiver.getLocalPort();
        }
        assertThat(send(channel("udp://127.0.0.1:" + port, null), firing("n-1")))
                .isInstanceOf(Later.class);
        assertThat(send(channel("tcp://127.0.0.1:" + port, null), firing("n-1")))
                .isInstanceOf(Later.class);
    }

    @Test
    void records_by_tcp_are_counted_and_one_for_each_alert() throws Exception {
        try (var server = new Collector(null)) {
            var message =
                    SomeMessages.of(
                            "n-1",
                            "many",
                            7,
                            List.of(
                                    line("a-1", Said.FIRING, "n-1"),
                                    line("a-2", Said.FIRING, "n-1", "ü\nx", "a\r\nb\0c", null)));

            assertThat(send(channel("tcp://127.0.0.1:" + server.port(), null), message))
                    .isEqualTo(new Delivered("taken"));

            List<String> records = server.records();
            assertThat(records.subList(0, 2))
                    .containsExactly(
                            record("130", "a-1", "[CRITICAL] Orders is down: connection refused"),
                            record("130", "a-2", "[CRITICAL] ü x: a b c"));
            assertThat(records.get(2)).contains("and 7 more alerts");
        }
    }

    @Test
    void tls_wants_a_certificate_it_trusts_for_this_host() throws Exception {
        var keys = new TestKeys(folder, "IP:127.0.0.1");
        try (var server = new Collector(keys)) {
            String to = "tls://127.0.0.1:" + server.port();
            assertThat(send(channel(to, keys.certificate()), firing("n-1")))
                    .isEqualTo(new Delivered("taken"));
            assertThat(server.records()).hasSize(1);
        }
        try (var server = new Collector(keys)) {
            assertThat(send(channel("tls://127.0.0.1:" + server.port(), null), firing("n-1")))
                    .isInstanceOf(ChannelRefused.class);
        }
        try (var server = new Collector(keys)) {
            assertThat(
                            send(
                                    channel("tls://localhost:" + server.port(), keys.certificate()),
                                    firing("n-1")))
                    .isInstanceOf(ChannelRefused.class);
        }
    }

    @Test
    void a_server_that_never_answers_keeps_nobody() throws Exception {
        var keys = new TestKeys(folder, "IP:127.0.0.1");
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var deadline = TestNames.within(Duration.ofMillis(500));
            assertThat(
                            channel("tls://127.0.0.1:" + server.getLocalPort(), keys.certificate())
                                    .send(firing("n-1"), deadline))
                    .isInstanceOfSatisfying(
                            Later.class,
                            later -> assertThat(later.detail()).contains("beginning TLS"));
            assertThat(
                            send(
                                    channel("tcp://127.0.0.1:" + server.getLocalPort(), null),
                                    firing("n-1")))
                    .isInstanceOfSatisfying(
                            Delivered.class,
                            reply -> assertThat(reply.detail()).contains("keeps the connection"));
        }
    }

    @Test
    void the_journal_gets_fields() throws Exception {
        try (var journal = new UnixReceiver(folder.resolve("journal"))) {
            assertThat(send(channel("local", null), firing("n-1")))
                    .isEqualTo(new Delivered("to the journal"));

            assertThat(journal.nextText().split("\n"))
                    .contains(
                            "PRIORITY=2",
                            "SYSLOG_IDENTIFIER=caretaker",
                            "SYSLOG_FACILITY=16",
                            "CARETAKER_ALERT=a-1",
                            "CARETAKER_SAID=firing",
                            "CARETAKER_SERVICE=orders-db",
                            "CARETAKER_MESSAGE_ID=n-1",
                            "MESSAGE=[CRITICAL] Orders is down: connection refused");
        }
    }

    @Test
    void without_a_journal_the_local_syslog_gets_its_old_form() throws Exception {
        try (var log = new UnixReceiver(folder.resolve("log"))) {
            assertThat(send(channel("local", null), firing("n-1"))).isInstanceOf(Delivered.class);
            assertThat(log.nextText())
                    .isEqualTo(
                            "<130>Mar 29 03:10:00 caretaker["
                                    + ProcessHandle.current().pid()
                                    + "]: [CRITICAL] Orders is down: connection refused");
        }
    }

    @Test
    void a_socket_can_be_named() throws Exception {
        Path socket = folder.resolve("other");
        try (var log = new UnixReceiver(socket)) {
            assertThat(send(channel("unix:" + socket, null), firing("n-1")))
                    .isInstanceOf(Delivered.class);
            assertThat(log.nextText()).startsWith("<130>Mar 29");
        }
        assertThat(send(channel("unix:" + socket, null), firing("n-1")))
                .isEqualTo(new Later("nobody listens at " + socket, null));
        assertThat(send(channel("unix:" + socket + "-none", null), firing("n-1")))
                .isEqualTo(new Later("there is no " + socket + "-none", null));
    }

    @Test
    void a_reader_that_does_not_keep_up_is_not_waited_for() throws Exception {
        Path socket = folder.resolve("slow");
        try (var _ = new UnixReceiver(socket)) {
            var replies = new ArrayList<SendReply>();
            for (int i = 0; i < 20; i++) {
                replies.add(send(channel("unix:" + socket, null), SomeMessages.many("n-1", 100)));
            }
            assertThat(replies.getLast())
                    .isInstanceOfSatisfying(
                            Later.class,
                            later -> assertThat(later.detail()).contains("does not keep up"));
        }
    }

    @Test
    void hostile_texts_stay_one_record_within_its_limit() {
        var format = new SyslogFormat(Facility.DAEMON, "no de\n", 7, BERLIN);
        for (int seed = 0; seed < 300; seed++) {
            var hostile = new HostileText(seed);
            var message = line(hostile.next(5), Said.FIRING, "n-1");
            var record =
                    SyslogRecord.of(SomeMessages.AT, hostile.next(5), message, hostile.next(5_000));
            for (byte[] bytes :
                    List.of(
                            format.modern(record, 2_048),
                            format.local(record, 1_000),
                            format.journal(record, 4_096))) {
                assertThat(bytes.length).isLessThanOrEqualTo(4_096);
                String text = new String(bytes, StandardCharsets.UTF_8);
                assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
                assertThat(text).doesNotContain("\r").doesNotContain("\0");
            }
            assertThat(new String(format.modern(record, 2_048), StandardCharsets.UTF_8))
                    .doesNotContain("\n")
                    .startsWith(
                            "<26>1 2026-03-29T03:10:00.000+02:00 no-de- caretaker 7 service_down [")
                    .matches(
                            "(?s)[^\\[]*\\[caretaker@32473( [a-z_]+=\"([^\"\\\\\\]]|\\\\.)*\")*\\] .*");
            assertThat(new String(format.journal(record, 4_096), StandardCharsets.UTF_8).lines())
                    .allMatch(each -> each.matches("[A-Z_]+=.*"));
        }
    }

    @Test
    void a_preview_is_what_a_server_would_get() {
        assertThat(channel("local", null).preview(firing("n-1")))
                .isEqualTo(record("130", "a-1", "[CRITICAL] Orders is down: connection refused"));
    }

    @Test
    void what_is_no_target_is_said_so() {
        for (String bad :
                List.of(
                        "",
                        "syslog",
                        "udp://host",
                        "http://host:1",
                        "unix:relative",
                        "tcp://h:99999",
                        "udp://h:514/x")) {
            assertThatThrownBy(() -> SyslogTarget.of(bad)).as(bad).isInstanceOf(Problem.class);
        }
        assertThat(SyslogTarget.of("udp://[::1]:514"))
                .isEqualTo(new SyslogTarget.Server(SyslogTarget.Protocol.UDP, "::1", 514));
        assertThatThrownBy(() -> Facility.of("local9")).isInstanceOf(Problem.class);
    }

    /// Takes one connection to its end.
    private static final class Collector implements AutoCloseable {
        private final ServerSocket server;
        private final CompletableFuture<byte[]> content = new CompletableFuture<>();

        Collector(@Nullable TestKeys keys) throws Exception {
            server =
                    keys == null
                            ? new ServerSocket(0, 5, InetAddress.getLoopbackAddress())
                            : keys.context()
                                    .getServerSocketFactory()
                                    .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::collect);
        }

        private void collect() {
            try (Socket socket = server.accept();
                    InputStream in = socket.getInputStream()) {
                content.complete(in.readAllBytes());
            } catch (IOException e) {
                content.completeExceptionally(e);
            }
        }

        int port() {
            return server.getLocalPort();
        }

        List<String> records() throws Exception {
            byte[] all = content.get(10, TimeUnit.SECONDS);
            var records = new ArrayList<String>();
            for (int at = 0; at < all.length; ) {
                int blank = at;
                while (all[blank] != ' ') {
                    blank++;
                }
                int length =
                        Integer.parseInt(
                                new String(all, at, blank - at, StandardCharsets.US_ASCII));
                records.add(new String(all, blank + 1, length, StandardCharsets.UTF_8));
                at = blank + 1 + length;
            }
            return records;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
