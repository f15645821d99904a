package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.server.HostilePeer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Targets misbehave, each in its way, and their neighbour is checked as if they were not there.
class HostileTargetsStoryIT {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int OF_EACH_KIND = 10;
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII);

    /// The beginning of a packet of 80 bytes in protocol version 10.
    private static final byte[] GREETING = {80, 0, 0, 0, 10};

    @TempDir Path directory;

    private final List<HostilePeer> peers = new ArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);

    @AfterEach
    void end() {
        hanging.countDown();
        peers.forEach(HostilePeer::close);
    }

    @Test
    void each_gets_its_fault_and_a_healthy_neighbour_is_never_late() throws Exception {
        try (var neighbour = new ServerSocket(0, 500, InetAddress.ofLiteral("127.0.0.1"));
                var daemon = Daemon.in(directory, this::lookUp)) {
            daemon.monitoring = new Monitoring(true, INTERVAL, INTERVAL, 1, INTERVAL);
            ServiceId healthy =
                    watch(daemon, "healthy", tcp("127.0.0.1", neighbour.getLocalPort()));
            surroundWithHostility(daemon);
            daemon.start();

            await("everything has its fault")
                    .atMost(Daemon.LONG)
                    .untilAsserted(() -> everythingHasItsFault(daemon));
            await("the neighbour was checked often")
                    .atMost(Daemon.LONG)
                    .until(() -> daemon.history(healthy).size() >= 10);
            assertThat(longestGap(daemon, healthy)).isLessThan(INTERVAL.plusSeconds(1));
            assertThat(daemon.state(healthy).status()).isEqualTo(Status.RUNNING);
            assertThat(daemon.history(healthy)).allMatch(row -> row.status() == Status.RUNNING);
        }
    }

    private void surroundWithHostility(Daemon daemon) {
        for (int i = 0; i < OF_EACH_KIND; i++) {
            watch(daemon, "silent-http-" + i, http(peer(HostilePeer.silent())));
            watch(daemon, "slow-http-" + i, http(peer(HostilePeer.dripping(ANSWER, INTERVAL))));
            watch(daemon, "closing-http-" + i, http(peer(HostilePeer.closing())));
            watch(
                    daemon,
                    "silent-postgresql-" + i,
                    database(EngineKind.POSTGRESQL, peer(HostilePeer.silent())));
            watch(
                    daemon,
                    "silent-mariadb-" + i,
                    database(EngineKind.MARIADB, peer(HostilePeer.silent())));
            watch(
                    daemon,
                    "slow-mariadb-" + i,
                    database(EngineKind.MARIADB, peer(HostilePeer.dripping(GREETING, INTERVAL))));
            watch(daemon, "nowhere-" + i, tcp("missing-" + i + ".invalid", 80));
            watch(daemon, "lost-" + i, tcp("hanging-" + i + ".invalid", 80));
        }
    }

    private static void everythingHasItsFault(Daemon daemon) {
        for (int i = 0; i < OF_EACH_KIND; i++) {
            for (String kind :
                    List.of(
                            "silent-http-",
                            "slow-http-",
                            "silent-postgresql-",
                            "silent-mariadb-",
                            "slow-mariadb-")) {
                assertThat(fault(daemon, kind + i)).as(kind + i).isEqualTo(Fault.TIMED_OUT);
            }
            assertThat(fault(daemon, "closing-http-" + i)).isEqualTo(Fault.CLOSED);
            assertThat(fault(daemon, "nowhere-" + i)).isEqualTo(Fault.NAME_NOT_FOUND);
            assertThat(daemon.state(new ServiceId("lost-" + i)).status()).isEqualTo(Status.UNKNOWN);
        }
    }

    private static @Nullable Fault fault(Daemon daemon, String name) {
        return daemon.state(new ServiceId(name)).fault();
    }

    private static Duration longestGap(Daemon daemon, ServiceId id) throws InterruptedException {
        var rows = daemon.history(id);
        Duration longest = Duration.ZERO;
        for (int i = 1; i < rows.size(); i++) {
            Duration gap = Duration.between(rows.get(i).timestamp(), rows.get(i - 1).timestamp());
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        if (host.startsWith("hanging")) {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        throw new UnknownHostException(host);
    }

    private int peer(HostilePeer peer) {
        peers.add(peer);
        return peer.port();
    }

    private static ServiceId watch(Daemon daemon, String name, CheckSpec check) {
        return daemon.watch(name, check, new ServiceControl.None());
    }

    private static CheckSpec tcp(String host, int port) {
        return new CheckSpec.Tcp(host, port, null, null);
    }

    private static CheckSpec http(int port) {
        return CheckSpec.Http.get(URI.create("http://127.0.0.1:" + port + "/"));
    }

    private static CheckSpec database(EngineKind engine, int port) {
        return new CheckSpec.Database(
                new DatabaseTarget(
                        engine,
                        "127.0.0.1",
                        port,
                        null,
                        "nobody",
                        null,
                        DatabaseTarget.TlsMode.OFF,
                        null));
    }
}
