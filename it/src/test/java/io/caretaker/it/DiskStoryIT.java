package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.Fault;
import io.caretaker.core.inventory.Service;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk under PostgreSQL's log fills up.
class DiskStoryIT {
    private static final int MEBIBYTE = 1024 * 1024;

    @TempDir Path directory;

    private boolean mounted;

    private Path disk() {
        return directory.resolve("disk");
    }

    @BeforeEach
    void mount() throws Exception {
        if (!Programs.root()) {
            System.err.println("SKIPPED: filling a disk takes the right to mount one");
            Assumptions.abort("filling a disk takes the right to mount one");
        }
        Files.createDirectory(disk());
        Programs.run(
                List.of("mount", "-t", "tmpfs", "-o", "size=100m", "story", disk().toString()), "");
        mounted = true;
    }

    @AfterEach
    void unmount() {
        if (mounted) {
            Programs.run(List.of("umount", "--lazy", disk().toString()), "");
        }
    }

    @Test
    void a_server_that_a_full_disk_stopped_is_started_when_there_is_room() throws Exception {
        try (var server = PostgresServer.create();
                var daemon = Daemon.in(directory)) {
            moveLog(server);
            server.start();
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service);

            Path ballast = fillUp();
            die(server);
            await("it is seen to be down")
                    .atMost(Daemon.LONG)
                    .until(() -> daemon.state(service.id()).status().down());
            await("it is left alone")
                    .during(Duration.ofSeconds(8))
                    .atMost(Duration.ofSeconds(12))
                    .until(() -> daemon.recoveries(service.id()).isEmpty());
            assertThat(daemon.state(service.id()).fault()).isNotEqualTo(Fault.STARTING);

            Files.delete(ballast);
            daemon.awaitUp(service);
            assertThat(daemon.recoveries(service.id())).containsExactly("recovery.start+");
        }
    }

    private void moveLog(PostgresServer server) {
        String log = server.dataDirectory().resolve("pg_wal").toString();
        String there = disk().resolve("pg_wal").toString();
        Programs.run(List.of("cp", "-a", log, there), "");
        Programs.run(List.of("rm", "-r", log), "");
        Programs.run(List.of("ln", "-s", there, log), "");
        Programs.run(List.of("chmod", "755", directory.toString(), disk().toString()), "");
    }

    /// Leaves less room than the server's next file needs.
    private Path fillUp() throws IOException {
        Path ballast = disk().resolve("ballast");
        long room = Files.getFileStore(disk()).getUsableSpace() - 8L * MEBIBYTE;
        try (var out = Files.newOutputStream(ballast)) {
            for (long written = 0; written < room; written += MEBIBYTE) {
                out.write(new byte[MEBIBYTE]);
            }
        }
        return ballast;
    }

    private static void die(PostgresServer server) {
        try {
            server.sql(
                    "CREATE TABLE filler AS SELECT repeat('x', 900) FROM generate_series(1, 90000)");
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("server closed the connection");
        }
    }
}
