package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Service;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A killed server has left its lock file behind.
class LockStoryIT {
    @TempDir Path directory;

    @Test
    void a_lock_that_names_an_unrelated_process_is_moved_aside() throws Exception {
        try (var server = PostgresServer.startNew();
                var daemon = Daemon.in(directory)) {
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service);
            Process unrelated =
                    new ProcessBuilder(Programs.as(server.user(), List.of("sleep", "300"))).start();
            try {
                daemon.pause();
                server.kill();
                rewriteFirstLine(lock(server), Long.toString(unrelated.pid()));
                daemon.resume();

                daemon.awaitAudit(service.id(), "recovery.clear_stale_lock");
                assertThat(daemon.recoveries(service.id()))
                        .containsExactly("recovery.start-", "recovery.clear_stale_lock+");
                daemon.awaitUp(service);
                assertThat(aside(server)).hasSize(1);
                assertThat(unrelated.isAlive()).isTrue();
            } finally {
                unrelated.destroyForcibly();
            }
        }
    }

    @Test
    void a_lock_is_left_alone_while_a_worker_of_the_dead_server_lives() throws Exception {
        try (var server = PostgresServer.startNew();
                var daemon = Daemon.in(directory)) {
            daemon.recovery = Daemon.patience(20, Duration.ofMinutes(10), Duration.ofSeconds(20));
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service);
            long worker = Long.parseLong(server.sql(CHECKPOINTER));
            daemon.pause();
            Programs.signal("STOP", worker);
            server.kill();
            String lock = Files.readString(lock(server));
            daemon.resume();

            daemon.awaitAudit(service.id(), "recovery.clear_stale_lock");
            assertThat(Files.readString(lock(server))).isEqualTo(lock);
            assertThat(aside(server)).isEmpty();
            assertThat(daemon.state(service.id()).status().up()).isFalse();

            Programs.signal("CONT", worker);
            daemon.awaitUp(service);
            assertThat(daemon.recoveries(service.id()).getLast()).endsWith("+");
        }
    }

    private static final String CHECKPOINTER =
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'";

    private static Path lock(PostgresServer server) {
        return server.dataDirectory().resolve("postmaster.pid");
    }

    private static void rewriteFirstLine(Path file, String first) throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(0, first);
        Files.write(file, lines);
    }

    private static List<Path> aside(PostgresServer server) throws IOException {
        try (Stream<Path> all = Files.list(server.dataDirectory())) {
            return all.filter(path -> path.toString().contains("postmaster.pid.stale-")).toList();
        }
    }
}
