package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.Fault;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Service;
import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody else starts the server, long before caretaker's next check would see it.
class StartedByHandStoryIT {
    private static final Duration LONGER_THAN_A_LOOK = Duration.ofSeconds(8);

    @TempDir Path directory;

    @Test
    void a_server_that_is_up_again_is_not_touched() throws Exception {
        try (var server = PostgresServer.startNew();
                var daemon = watching()) {
            Service service = daemon.adopt(server.port());
            deadAndPaused(daemon, service, server);

            server.start();
            daemon.resume();

            untouched(daemon, service, server);
        }
    }

    @Test
    void a_server_that_does_not_answer_yet_is_not_touched() throws Exception {
        try (var server = PostgresServer.startNew();
                var daemon = watching()) {
            Service service = daemon.adopt(server.port());
            deadAndPaused(daemon, service, server);

            server.start();
            server.freeze();
            daemon.resume();

            await("it is left alone")
                    .during(LONGER_THAN_A_LOOK)
                    .atMost(LONGER_THAN_A_LOOK.plusSeconds(5))
                    .until(() -> daemon.recoveries(service.id()).isEmpty());
            assertThat(daemon.state(service.id()).status().down()).isTrue();
            server.thaw();
            untouched(daemon, service, server);
        }
    }

    private Daemon watching() {
        var daemon = Daemon.in(directory);
        daemon.monitoring =
                new Monitoring(
                        true, Duration.ofHours(1), Duration.ofSeconds(2), 1, Duration.ofSeconds(1));
        daemon.recovery = Daemon.patience(3, Duration.ofMinutes(10), Daemon.LONG.multipliedBy(2));
        return daemon;
    }

    private static void deadAndPaused(Daemon daemon, Service service, PostgresServer server) {
        daemon.pause();
        daemon.start().awaitUp(service);
        server.kill();
        await("the last check before the next hour finds nobody")
                .atMost(Daemon.LONG)
                .until(() ->
                        daemon.state(service.id()).status().down()
                                && daemon.state(service.id()).fault() == Fault.REFUSED);
    }

    private static void untouched(Daemon daemon, Service service, PostgresServer server) {
        daemon.awaitUp(service);
        assertThat(daemon.pid(service.id())).isEqualTo(server.pid());
        assertThat(daemon.recoveries(service.id())).isEmpty();
    }
}
