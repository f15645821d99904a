package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Service;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.MariaDbServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A killed MariaDB finds its data taken or damaged.
class MariaDbStoryIT {
    @TempDir Path directory;

    @Test
    void a_server_whose_data_are_damaged_is_never_started_again() throws Exception {
        try (var server = MariaDbServer.startNew();
                var daemon = Daemon.in(directory)) {
            daemon.recovery = Daemon.patience(3, Duration.ofMinutes(10), Duration.ofSeconds(5));
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service).pause();
            server.kill();
            overwriteHeader(server.dataDirectory().resolve("ibdata1"));
            daemon.resume();

            assertThat(daemon.awaitGaveUp(service.id())).contains("data files are damaged");
            assertThat(daemon.recoveries(service.id()))
                    .containsExactly("recovery.start-", "recovery.give_up-");
        }
    }

    @Test
    void a_server_whose_data_another_one_uses_is_not_forced_upon_it() throws Exception {
        try (var server = MariaDbServer.startNew();
                var daemon = Daemon.in(directory)) {
            daemon.recovery = Daemon.patience(2, Duration.ofMinutes(10), Duration.ofSeconds(2));
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service).pause();
            server.kill();
            Process other = launchElsewhere(server);
            daemon.resume();

            assertThat(daemon.awaitGaveUp(service.id()))
                    .contains("another server runs on its data already")
                    .containsAnyOf("lock aria control file", "Unable to lock");
            assertThat(daemon.recoveries(service.id()))
                    .containsExactly("recovery.start-", "recovery.give_up-");
            assertThat(other.isAlive()).isTrue();
            assertThat(server.sql("SELECT 'unharmed'")).isEqualTo("unharmed");
        }
    }

    private static Process launchElsewhere(MariaDbServer server) {
        Process other = server.launch("--port=" + FreePort.find());
        Awaitility.await()
                .atMost(Daemon.LONG)
                .ignoreExceptions()
                .until(() -> server.sql("SELECT 1").equals("1"));
        return other;
    }

    private static void overwriteHeader(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.wrap("damage".repeat(2000).getBytes(StandardCharsets.UTF_8)), 0);
        }
    }
}
