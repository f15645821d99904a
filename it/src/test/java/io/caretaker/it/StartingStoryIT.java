package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.Fault;
import io.caretaker.core.inventory.Service;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server takes long to recover after its crash.
class StartingStoryIT {
    private static final Duration LONGER_THAN_ITS_PATIENCE = Duration.ofSeconds(8);

    @TempDir Path directory;

    @Test
    void a_start_that_takes_long_is_waited_for_also_by_the_next_caretaker() throws Exception {
        try (var server = PostgresServer.startNew()) {
            long first;
            Service service;
            try (var daemon = Daemon.in(directory)) {
                daemon.recovery = Daemon.patience(3, Duration.ofMinutes(10), Duration.ofSeconds(3));
                service = daemon.adopt(server.port());
                daemon.start().awaitUp(service);
                server.neverReady();
                server.kill();
                awaitStarting(daemon, service);
                first = postmaster(server);
                staysAlone(server, first);
                assertThat(daemon.recoveries(service.id())).isEmpty();
            }
            try (var daemon = Daemon.in(directory).start()) {
                awaitStarting(daemon, service);
                staysAlone(server, first);

                promote(server);
                daemon.awaitUp(service);
                assertThat(daemon.pid(service.id())).isEqualTo(first);
                assertThat(daemon.recoveries(service.id())).containsExactly("recovery.start-");
            }
        }
    }

    private static void awaitStarting(Daemon daemon, Service service) {
        await("it says that it is starting")
                .atMost(Daemon.LONG)
                .until(() -> daemon.state(service.id()).fault() == Fault.STARTING);
    }

    private static void staysAlone(PostgresServer server, long pid) {
        await("nobody touches it")
                .during(LONGER_THAN_ITS_PATIENCE)
                .atMost(LONGER_THAN_ITS_PATIENCE.plusSeconds(5))
                .until(() -> postmaster(server) == pid && ProcessHandle.of(pid).isPresent());
    }

    private static long postmaster(PostgresServer server) throws IOException {
        Path file = server.dataDirectory().resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).getFirst());
    }

    private static void promote(PostgresServer server) {
        server.runAsServer(
                List.of(
                        server.program("pg_ctl"),
                        "-D",
                        server.dataDirectory().toString(),
                        "promote"),
                "");
    }
}
