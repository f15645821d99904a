package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.it.Receiver.Line;
import io.caretaker.sqlite.SqliteStore;
import io.caretaker.testkit.server.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service dies, and people hear of it in time, once, and when it is over.
class AlertingStoryIT {
    private static final Duration IN_TIME = Duration.ofSeconds(15);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    /// A machine that is busy may delay one retry, hardly all of them.
    private static final Duration ON_TIME = Duration.ofMillis(1_150);

    @TempDir Path directory;

    @Test
    void the_death_of_a_process_is_told_within_two_seconds_and_its_return_too() throws Exception {
        int port = FreePort.find();
        try (var receiver = Receiver.start()) {
            Process program = listening(port);
            try (var _ = watching(", interval_sec: 5", port, receiver)) {
                awaitUp();
                await("its process is found after the first check")
                        .atMost(Daemon.LONG)
                        .until(() -> checks(true) >= 2);
                long died = System.nanoTime();
                program.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
                awaitSaid(receiver, "firing");
                assertThat(since(died, receiver)).isLessThan(AT_ONCE);
                program = listening(port);
                awaitSaid(receiver, "firing", "resolved");
            } finally {
                program.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
            }
        }
    }

    @Test
    void the_end_of_a_process_that_a_file_names_needs_no_retries() throws Exception {
        Path file = directory.resolve("shop.pid");
        Process program = new ProcessBuilder("sleep", "300").start();
        Files.writeString(file, program.pid() + "\n");
        try (var receiver = Receiver.start()) {
            Path configuration =
                    Files.writeString(
                            directory.resolve("caretaker.yaml"),
                            """
                            alerting:
                              channels:
                                hook: {%s}
                            hosts:
                            - {host_id: here, hostname: localhost, ip_address: 127.0.0.1,
                               environment: production, region: here}
                            services:
                            - service_id: svc_shop
                              host_id: here
                              monitoring: {method: process, interval_sec: 5, retry_delay_sec: 5}
                              check: {pid_file: %s}
                            """
                                    .formatted(Watched.unlimited(receiver), file));
            try (var _ = ForkedCaretaker.with(configuration, directory).awaitWatching()) {
                awaitUp();
                await("its process is found after the first check")
                        .atMost(Daemon.LONG)
                        .until(() -> checks(true) >= 2);
                long died = System.nanoTime();
                program.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
                awaitSaid(receiver, "firing");
                assertThat(since(died, receiver)).isLessThan(AT_ONCE);
            } finally {
                program.destroyForcibly();
            }
        }
    }

    @Test
    void a_port_that_closes_is_told_within_fifteen_seconds_at_an_interval_of_ten()
            throws Exception {
        try (var receiver = Receiver.start();
                var listener = listener(0);
                var caretaker = watching(", interval_sec: 10", listener.getLocalPort(), receiver)) {
            awaitUp();
            long died = System.nanoTime();
            shut(listener);
            awaitSaid(receiver, "firing");
            assertThat(since(died, receiver)).isLessThan(IN_TIME);
            assertThat(retriesApart())
                    .as("a second each, nearly")
                    .anyMatch(apart -> apart.compareTo(ON_TIME) < 0);
            assertThat(caretaker.log()).doesNotContain("defect");
        }
    }

    @Test
    void a_caretaker_that_is_killed_tells_nothing_twice_and_what_ended_meanwhile()
            throws Exception {
        try (var receiver = Receiver.start();
                var listener = listener(0)) {
            int port = listener.getLocalPort();
            try (var _ = watching(EAGER, port, receiver)) {
                awaitUp();
                shut(listener);
                awaitSaid(receiver, "firing");
                awaitWrittenDown();
            }
            try (var caretaker = watching(EAGER, port, receiver)) {
                await("some checks of the next one")
                        .atMost(Daemon.LONG)
                        .until(() -> checks(false) >= 3 && caretaker.log().contains("is watching"));
                awaitSaid(receiver, "firing");
            }
            try (var _ = listener(port);
                    var _ = watching(EAGER, port, receiver)) {
                awaitSaid(receiver, "firing", "resolved");
            }
        }
    }

    @Test
    void a_reload_tells_another_receiver_at_once() throws Exception {
        try (var first = Receiver.start();
                var second = Receiver.start();
                var listener = listener(0)) {
            var watched = watched(EAGER, listener.getLocalPort(), first);
            try (var caretaker = ForkedCaretaker.with(watched.write(), directory).awaitWatching()) {
                awaitUp();
                first.answer(() -> Receiver.Answer.FAIL);
                shut(listener);
                await().atMost(Daemon.LONG)
                        .until(() -> caretaker.log().contains("could not tell people yet"));
                watched.telling(Watched.unlimited(second)).write();
                caretaker.reload();
                awaitSaid(second, "firing");
                assertThat(first.taken()).isEmpty();
            }
        }
    }

    private static final String EAGER = ", interval_sec: 1, retry_attempts: 0";

    private Watched watched(String monitoring, int port, Receiver receiver) {
        return new Watched(
                directory, monitoring, Map.of("svc_shop", port), Watched.unlimited(receiver));
    }

    private ForkedCaretaker watching(String monitoring, int port, Receiver receiver)
            throws IOException {
        return ForkedCaretaker.with(watched(monitoring, port, receiver).write(), directory)
                .awaitWatching();
    }

    private static Process listening(int port) throws IOException {
        var program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                ShortLived.class.getName(),
                                Integer.toString(port),
                                Long.toString(Duration.ofMinutes(5).toMillis()))
                        .redirectErrorStream(true)
                        .redirectOutput(new File("/dev/null"))
                        .start();
        await().atMost(Daemon.LONG).until(() -> answers(port));
        return program;
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void shut(ServerSocket listener) throws IOException {
        listener.close();
    }

    private static ServerSocket listener(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    private void awaitUp() {
        await("the service is up")
                .atMost(Daemon.LONG)
                .until(() -> {
                    try (var store = SqliteStore.openReadOnly(directory.resolve("store"))) {
                        var state = store.states().read().get(new ServiceId("svc_shop"));
                        return state != null && state.status().up();
                    }
                });
    }

    private int checks(boolean up) {
        try (var store = SqliteStore.openReadOnly(directory.resolve("store"))) {
            return (int)
                    store.history().recent(new ServiceId("svc_shop"), 1000).stream()
                            .filter(row -> row.status().up() == up)
                            .count();
        }
    }

    private List<Duration> retriesApart() {
        try (var store = SqliteStore.openReadOnly(directory.resolve("store"))) {
            List<Instant> failed =
                    store.history().recent(new ServiceId("svc_shop"), 1000).stream()
                            .filter(row -> row.status().down())
                            .map(HistoryEntry::timestamp)
                            .sorted()
                            .toList();
            return IntStream.range(1, failed.size())
                    .mapToObj(at -> Duration.between(failed.get(at - 1), failed.get(at)))
                    .toList();
        }
    }

    /// Who is killed between a message's end and its note sends it again, under the same id.
    private void awaitWrittenDown() {
        await("the message is known as sent")
                .atMost(Daemon.LONG)
                .until(() -> {
                    try (var store = SqliteStore.openReadOnly(directory.resolve("store"))) {
                        return store.alerts().waiting().isEmpty()
                                && !store.alerts().deliveries(Instant.EPOCH, 1).isEmpty();
                    }
                });
    }

    private static void awaitSaid(Receiver receiver, String... said) {
        await("the receiver hears " + String.join(", ", said))
                .atMost(Daemon.LONG)
                .untilAsserted(() ->
                        assertThat(receiver.lines()).extracting(Line::said).containsExactly(said));
        assertThat(receiver.lines()).extracting(Line::alert).containsOnly(first(receiver));
    }

    private static String first(Receiver receiver) {
        return receiver.lines().getFirst().alert();
    }

    private static Duration since(long nanos, Receiver receiver) {
        return Duration.ofNanos(receiver.taken().getFirst().nanos() - nanos);
    }
}
