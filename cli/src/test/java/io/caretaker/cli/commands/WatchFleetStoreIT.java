package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.caretaker.cli.CommandLineRig;
import io.caretaker.testkit.server.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The live overview of a daemon that keeps everything in MongoDB, here a server in this process
/// that speaks its protocol.
@Timeout(180)
class WatchFleetStoreIT {
    private static final Duration AS_LIVE_AS_THE_DASHBOARD = Duration.ofSeconds(3);

    @TempDir Path directory;
    private InetSocketAddress address;
    private MongoServer store;
    private ServerSocket web;

    @BeforeEach
    void begin() throws IOException {
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
        store = serve();
        web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Files.writeString(
                directory.resolve("caretaker.yaml"),
                """
                store: mongodb://127.0.0.1:%d/care
                hosts:
                  - {host_id: h1, ip_address: 127.0.0.1, environment: production, region: eu}
                services:
                  - service_id: web
                    host_id: h1
                    service_type: custom
                    monitoring: {method: tcp, interval_sec: 5, retry_attempts: 0}
                    check: {host: 127.0.0.1, port: %d}
                """
                        .formatted(address.getPort(), web.getLocalPort()));
    }

    @AfterEach
    void end() throws IOException {
        web.close();
        store.shutdownNow();
    }

    private MongoServer serve() {
        var server = new MongoServer(new MemoryBackend());
        server.bind(address);
        return server;
    }

    @Test
    void it_is_as_live_as_the_dashboard_and_says_when_what_is_seen_is_old() throws Exception {
        String[] watch = {"watch", "--interval", "500ms", "--no-color"};
        try (var daemon = ServedDaemon.in(directory);
                var live = PseudoTerminal.start(directory, 80, 24, watch)) {
            live.await("The one service is up.", "production eu", "running");
            live.resize(40, 20).await("> production eu  1 service", "enter details  a acknow…");
            live.resize(80, 24).await("? help  q quit  enter details");

            web.close();
            daemon.await("/api/v1/services/web", "\"current_status\":\"stopped\"");
            live.await(AS_LIVE_AS_THE_DASHBOARD, "web is down.");

            daemon.end();
            live.await("no caretaker runs here; the newest check of another was ");

            store.shutdownNow();
            live.await("This is how it was at ");

            store = serve();
            live.mark();
            live.await("There are no services yet.");
            live.type("q");
            assertThat(live.exitCode()).isZero();
        }
    }

    @Test
    void an_order_reaches_the_daemon_by_the_store() throws Exception {
        try (var daemon = ServedDaemon.in(directory);
                var live = PseudoTerminal.start(directory, 80, 24, "watch")) {
            live.await("production eu", "running");
            live.type("p").await("Pause recovery everywhere?");
            live.type("y").await("Recovery is paused.");
            daemon.await("/api/v1/pause", "\"paused\":true");
            live.type("q");
            assertThat(live.exitCode()).isZero();
        }
    }

    @Test
    void a_store_that_is_away_is_no_reason_to_leave_the_terminal_and_one_to_leave_a_pipe()
            throws Exception {
        store.shutdownNow();
        try (var live = PseudoTerminal.start(directory, 80, 24, "watch")) {
            live.await("Nothing can be seen: the store mongodb://127.0.0.1:");
            live.type("q");
            assertThat(live.exitCode()).isZero();
        }
        var piped = new CommandLineRig(directory).run("watch");
        assertThat(piped.code()).isNotZero();
        assertThat(piped.err()).contains("does not answer: Connection refused");
        assertThat(piped.out()).isEmpty();
    }
}
