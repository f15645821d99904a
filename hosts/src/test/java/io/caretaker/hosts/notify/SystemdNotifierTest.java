package io.caretaker.hosts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.host.ServiceNotifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against a real datagram socket, held by a program of another language.
@Timeout(60)
class SystemdNotifierTest {
    private static final String RECEIVER =
            """
            import json, socket, sys
            address = sys.argv[1]
            receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            receiver.bind(("\\0" + address[1:]) if address[0] == "@" else address)
            print("listening", flush=True)
            while True:
                print(json.dumps(receiver.recv(4096).decode()), flush=True)
            """;

    @TempDir Path directory;

    @Test
    void tells_everything_to_a_socket_with_a_path() throws IOException {
        try (var receiver = new Receiver(directory.resolve("notify").toString())) {
            ServiceNotifier notifier = receiver.notifier(Map.of());

            notifier.ready("watching 3 services");
            assertThat(receiver.next()).isEqualTo("\"READY=1\\nSTATUS=watching 3 services\\n\"");
            notifier.status("1 is down");
            assertThat(receiver.next()).isEqualTo("\"STATUS=1 is down\\n\"");
            notifier.alive();
            assertThat(receiver.next()).isEqualTo("\"WATCHDOG=1\\n\"");
            notifier.stopping();
            assertThat(receiver.next()).isEqualTo("\"STOPPING=1\\nSTATUS=stopping\\n\"");
        }
    }

    @Test
    void tells_it_to_an_abstract_name_too() throws IOException {
        try (var receiver = new Receiver("@caretaker-" + UUID.randomUUID())) {
            receiver.notifier(Map.of()).alive();

            assertThat(receiver.next()).isEqualTo("\"WATCHDOG=1\\n\"");
        }
    }

    @Test
    void a_reload_carries_the_time_of_the_clock_that_systemd_compares_it_with() throws IOException {
        try (var receiver = new Receiver(directory.resolve("notify").toString())) {
            receiver.notifier(Map.of()).reloading();

            String told = receiver.next();
            assertThat(told).matches("\"RELOADING=1\\\\nMONOTONIC_USEC=[0-9]+\\\\n\"");
            long micros = Long.parseLong(told.replaceAll("\\D+1\\D+([0-9]+)\\D+", "$1"));
            // The platform's own monotonic clock is the same one here.
            assertThat(Math.abs(System.nanoTime() / 1_000 - micros)).isLessThan(30_000_000);
        }
    }

    @Test
    void a_line_break_in_a_status_begins_no_assignment_of_its_own() throws IOException {
        try (var receiver = new Receiver(directory.resolve("notify").toString())) {
            receiver.notifier(Map.of()).status("ill\nMAINPID=1");

            assertThat(receiver.next()).isEqualTo("\"STATUS=ill MAINPID=1\\n\"");
        }
    }

    @Test
    void nobody_is_told_without_a_service_manager() {
        assertThat(SystemdNotifier.of(Map.of(), 1)).isSameAs(ServiceNotifier.NOBODY);
        assertThat(SystemdNotifier.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234"), 1))
                .isSameAs(ServiceNotifier.NOBODY);
        assertThat(SystemdNotifier.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200)), 1))
                .isSameAs(ServiceNotifier.NOBODY);
    }

    @Test
    void a_service_manager_that_is_gone_stops_nothing() {
        String nowhere = directory.resolve("nowhere").toString();
        ServiceNotifier notifier = SystemdNotifier.of(Map.of("NOTIFY_SOCKET", nowhere), 1);

        notifier.ready("watching");
        notifier.alive();

        assertThat(notifier.watchdog()).isEmpty();
    }

    @Test
    void a_watchdog_is_fed_by_the_process_that_it_is_meant_for() {
        var environment = Map.of("NOTIFY_SOCKET", "@x", "WATCHDOG_USEC", "30000000");

        assertThat(SystemdNotifier.of(environment, 7).watchdog()).contains(Duration.ofSeconds(30));
        assertThat(watchdog("WATCHDOG_PID", "7", "30000000")).isEqualTo(Duration.ofSeconds(30));
        assertThat(watchdog("WATCHDOG_PID", "8", "30000000")).isEqualTo(Duration.ZERO);
        assertThat(watchdog("WATCHDOG_PID", "7", "soon")).isEqualTo(Duration.ZERO);
    }

    private static Duration watchdog(String name, String value, String micros) {
        return SystemdNotifier.of(
                        Map.of("NOTIFY_SOCKET", "@x", name, value, "WATCHDOG_USEC", micros), 7)
                .watchdog()
                .orElse(Duration.ZERO);
    }

    private static final class Receiver implements AutoCloseable {
        private final String address;
        private final Process process;
        private final BufferedReader said;

        Receiver(String address) throws IOException {
            this.address = address;
            this.process =
                    new ProcessBuilder("python3", "-c", RECEIVER, address)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            this.said = process.inputReader(StandardCharsets.UTF_8);
            assertThat(said.readLine()).isEqualTo("listening");
        }

        ServiceNotifier notifier(Map<String, String> more) {
            var environment = new java.util.HashMap<>(more);
            environment.put("NOTIFY_SOCKET", address);
            return SystemdNotifier.of(environment, ProcessHandle.current().pid());
        }

        String next() throws IOException {
            return String.valueOf(said.readLine());
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
