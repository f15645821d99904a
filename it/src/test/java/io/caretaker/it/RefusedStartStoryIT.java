package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Service;
import io.caretaker.testkit.server.PostgresServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Something on the machine keeps a killed server from starting.
class RefusedStartStoryIT {
    @TempDir Path directory;

    @Test
    void a_taken_port_ends_the_attempts_with_the_reason() throws Exception {
        try (var server = PostgresServer.startNew();
                var daemon = Daemon.in(directory)) {
            daemon.recovery = Daemon.patience(2, Duration.ofMinutes(10), Duration.ofSeconds(20));
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service).pause();
            server.kill();
            try (var stranger = listen(server.port())) {
                daemon.resume();

                assertThat(daemon.awaitGaveUp(service.id())).contains("Address already in use");
                assertThat(daemon.recoveries(service.id()))
                        .containsExactly("recovery.start-", "recovery.start-", "recovery.give_up-");
                assertThat(stranger.isClosed()).isFalse();
            }
        }
    }

    @Test
    void a_port_that_is_free_again_in_time_lets_the_next_attempt_succeed() throws Exception {
        try (var server = PostgresServer.startNew();
                var daemon = Daemon.in(directory)) {
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service).pause();
            server.kill();
            try (var stranger = listen(server.port())) {
                daemon.resume();
                daemon.awaitAudit(service.id(), "recovery.start");
                assertThat(stranger.isClosed()).isFalse();
            }

            daemon.awaitUp(service);
            assertThat(daemon.recoveries(service.id()).getLast()).isEqualTo("recovery.start+");
        }
    }

    @Test
    void wrong_permissions_are_told_and_not_changed() throws Exception {
        try (var server = PostgresServer.startNew();
                var daemon = Daemon.in(directory)) {
            daemon.recovery = Daemon.patience(2, Duration.ofMinutes(10), Duration.ofSeconds(20));
            Service service = daemon.adopt(server.port());
            daemon.start().awaitUp(service).pause();
            server.kill();
            var open = PosixFilePermissions.fromString("rwxr-xr-x");
            Files.setPosixFilePermissions(server.dataDirectory(), open);
            daemon.resume();

            assertThat(daemon.awaitGaveUp(service.id())).contains("has invalid permissions");
            assertThat(Files.getPosixFilePermissions(server.dataDirectory())).isEqualTo(open);
        }
    }

    private static ServerSocket listen(int port) throws Exception {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        return socket;
    }
}
