package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.testkit.server.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service starts well each time and dies a moment later.
class RestartLoopStoryIT {
    private static final String LIFE_MILLIS = "1500";

    @TempDir Path directory;

    @Test
    void a_service_that_dies_every_few_seconds_is_given_up_and_told_once() throws Exception {
        try (var daemon = Daemon.in(directory)) {
            daemon.monitoring =
                    new Monitoring(
                            true, Duration.ofSeconds(1), Duration.ofSeconds(1), 0, Duration.ZERO);
            int port = FreePort.find();
            ServiceId id =
                    daemon.watch(
                            "short-lived",
                            new CheckSpec.Tcp("127.0.0.1", port, null, null),
                            control(port));
            daemon.start();

            String told = daemon.awaitGaveUp(id);
            assertThat(told).contains("3 attempts and it is down again");
            assertThat(daemon.recoveries(id)).hasSize(4).endsWith("recovery.give_up-");
            assertThat(Collections.frequency(daemon.recoveries(id), "recovery.start+"))
                    .isEqualTo(3);
            await("it is left alone")
                    .during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> daemon.recoveries(id).size() == 4);
            assertThat(daemon.told("gave up")).hasSize(1);
        }
    }

    private static ServiceControl control(int port) {
        List<String> start =
                List.of(
                        "setsid",
                        "-f",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes(),
                        ShortLived.class.getName(),
                        Integer.toString(port),
                        LIFE_MILLIS);
        return new ServiceControl.Commands(start, List.of(), List.of(), List.of(), null);
    }

    private static String classes() {
        return System.getProperty("java.class.path");
    }
}
