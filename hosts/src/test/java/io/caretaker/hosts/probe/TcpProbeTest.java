package io.caretaker.hosts.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.NameResolver.Resolution;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TcpProbeTest {
    private static final Duration LATE = Duration.ofMillis(1500);
    private static final String LOOPBACK = "127.0.0.1";

    private final DeadlineResolver names = new DeadlineResolver();
    private final Probe probe = new TcpProbe(names);

    @Test
    void a_listening_port_is_up() throws Exception {
        try (var server = LoopbackServer.silent()) {
            assertThat(ask(server, null, null, 2000).outcome()).isInstanceOf(Outcome.Up.class);
            assertThat(ask("localhost", server.port(), 2000).outcome())
                    .isInstanceOf(Outcome.Up.class);
        }
    }

    @Test
    void a_closed_port_refuses() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(ask(LOOPBACK, free, 2000).fault()).isEqualTo(Fault.REFUSED);
    }

    @Test
    void a_full_backlog_times_out_at_the_deadline() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var _ = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                var _ = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            var asked = ask(LOOPBACK, server.getLocalPort(), 300);

            assertThat(asked.fault()).isEqualTo(Fault.TIMED_OUT);
            assertThat(asked.took()).isLessThan(LATE);
        }
    }

    @Test
    void silence_times_out_where_an_answer_is_expected() throws Exception {
        try (var server = LoopbackServer.silent()) {
            var asked = ask(server, "PING\r\n", "PONG", 300);

            assertThat(asked.fault()).isEqualTo(Fault.TIMED_OUT);
            assertThat(asked.took()).isLessThan(LATE);
        }
    }

    @Test
    void a_trickle_times_out_at_the_deadline() throws Exception {
        try (var server = LoopbackServer.trickling("")) {
            var asked = ask(server, null, "PONG", 400);

            assertThat(asked.fault()).isEqualTo(Fault.TIMED_OUT);
            assertThat(asked.took()).isLessThan(LATE);
        }
    }

    @Test
    void a_peer_that_does_not_read_times_out_at_the_deadline() throws Exception {
        try (var server = new LoopbackServer(connection -> Thread.sleep(60_000))) {
            var asked = ask(server, "x".repeat(30_000_000), "PONG", 400);

            assertThat(asked.fault()).isEqualTo(Fault.TIMED_OUT);
            assertThat(asked.took()).isLessThan(LATE);
        }
    }

    @Test
    void an_expected_text_is_found_across_pieces() throws Exception {
        try (var server = LoopbackServer.trickling("garbage +PO")) {
            assertThat(ask(server, "PING", "+POx", 3000).outcome()).isInstanceOf(Outcome.Up.class);
        }
    }

    @Test
    void garbage_is_an_unexpected_answer() throws Exception {
        try (var endless = LoopbackServer.saying("\0\1garbage".repeat(20_000));
                var brief = new LoopbackServer(c -> c.getOutputStream().write('?'))) {
            assertThat(ask(endless, null, "PONG", 3000).fault()).isEqualTo(Fault.UNEXPECTED_ANSWER);
            assertThat(ask(brief, null, "PONG", 3000).fault()).isEqualTo(Fault.UNEXPECTED_ANSWER);
        }
    }

    @Test
    void a_reset_or_an_end_is_closed() throws Exception {
        try (var resets = LoopbackServer.resetting();
                var ends = new LoopbackServer(_ -> {})) {
            assertThat(ask(resets, null, "PONG", 3000).fault()).isEqualTo(Fault.CLOSED);
            assertThat(ask(ends, null, "PONG", 3000).fault()).isEqualTo(Fault.CLOSED);
        }
    }

    @Test
    void names_are_resolved_by_the_resolver() throws Exception {
        Probe missing =
                new TcpProbe((host, _) -> new Resolution.NotFound("the name does not exist"));
        Probe hanging = new TcpProbe((_, _) -> new Resolution.TimedOut());
        var spec = new CheckSpec.Tcp("db.invalid", 80, null, null);

        assertThat(Asked.ask(missing, spec, 500).fault()).isEqualTo(Fault.NAME_NOT_FOUND);
        assertThat(Asked.ask(hanging, spec, 500).fault()).isEqualTo(Fault.TIMED_OUT);
    }

    @Test
    void the_second_address_is_tried_when_the_first_does_not_work() throws Exception {
        try (var server = LoopbackServer.silent()) {
            var addresses =
                    List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.getLoopbackAddress());
            Probe two = new TcpProbe((_, _) -> new Resolution.Found(addresses));

            assertThat(
                            Asked.ask(two, new CheckSpec.Tcp("db", server.port(), null, null), 1000)
                                    .outcome())
                    .isInstanceOf(Outcome.Up.class);
        }
    }

    @Test
    void the_peer_sees_a_regular_end_and_few_ports_are_used_up() throws Exception {
        var errors = new AtomicInteger();
        try (var server =
                new LoopbackServer(connection -> {
                    try {
                        LoopbackServer.readToTheEnd(connection);
                    } catch (IOException e) {
                        errors.incrementAndGet();
                    }
                })) {
            for (int i = 0; i < 500; i++) {
                assertThat(ask(server, null, null, 2000).outcome()).isInstanceOf(Outcome.Up.class);
            }
            await().until(() -> server.ended() == 500);

            assertThat(errors).hasValue(0);
            assertThat(waiting(server.port())).isLessThan(250);
        }
    }

    @Test
    void interruption_ends_a_check_and_its_connection() throws Exception {
        try (var server = LoopbackServer.silent()) {
            var spec = new CheckSpec.Tcp(LOOPBACK, server.port(), null, "PONG");
            var outcome = new CompletableFuture<@Nullable Throwable>();
            Thread checking =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    probe.probe(
                                            Services.checkedBy(spec),
                                            Services.HOST,
                                            spec,
                                            Services.within(60_000));
                                    outcome.complete(null);
                                } catch (InterruptedException e) {
                                    outcome.complete(e);
                                }
                            });
            await().until(() -> checking.getState() == Thread.State.TIMED_WAITING);

            checking.interrupt();

            assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            await().until(() -> server.ended() == 1);
        }
    }

    /// Connections in TIME_WAIT with a server's port.
    private static long waiting(int port) throws IOException {
        String end = String.format(Locale.ROOT, ":%04X", port);
        return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
                .map(line -> List.of(line.strip().split("\\s+", -1)))
                .filter(f -> f.get(3).equals("06") && (f.get(1) + f.get(2)).contains(end))
                .count();
    }

    private Asked ask(String host, int port, long millis) throws Exception {
        return Asked.ask(probe, new CheckSpec.Tcp(host, port, null, null), millis);
    }

    private Asked ask(
            LoopbackServer server, @Nullable String send, @Nullable String expect, long millis)
            throws Exception {
        return Asked.ask(probe, new CheckSpec.Tcp(LOOPBACK, server.port(), send, expect), millis);
    }
}
