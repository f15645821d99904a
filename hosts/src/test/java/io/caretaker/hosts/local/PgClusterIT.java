package io.caretaker.hosts.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ServiceControl.PgCluster;
import io.caretaker.core.host.UnitState.Activity;
import io.caretaker.hosts.probe.DeadlineResolver;
import io.caretaker.hosts.probe.Services;
import io.caretaker.hosts.probe.TcpProbe;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A real cluster of Debian's PostgreSQL, made for the test and dropped after it.
class PgClusterIT {
    private static final String VERSION = "15";

    private final LocalHost host = new LocalHost();
    private final PgCluster cluster =
            new PgCluster(VERSION, "caretaker_it_" + ProcessHandle.current().pid());
    private int port;

    @BeforeEach
    void create_a_cluster() throws Exception {
        boolean possible =
                Identity.own().root() && Files.isExecutable(Path.of("/usr/bin/pg_createcluster"));
        if (Boolean.getBoolean("it.required")) {
            assertThat(possible).as("postgresql-common, and root").isTrue();
        }
        assumeTrue(possible, "no pg_createcluster, or not root");
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ran("pg_createcluster", VERSION, cluster.name(), "--port", Integer.toString(port));
    }

    @AfterEach
    void drop_it() throws Exception {
        if (port != 0) {
            ran("pg_dropcluster", "--stop", VERSION, cluster.name());
        }
    }

    @Test
    void a_cluster_is_started_killed_restarted_reloaded_and_stopped() throws Exception {
        assertThat(activity()).isEqualTo(Activity.INACTIVE);
        act(ControlAction.START);
        act(ControlAction.START);
        assertThat(activity()).isEqualTo(Activity.ACTIVE);
        long first = mainPid();
        assertThat(host.process(first).orElseThrow())
                .satisfies(server -> {
                    assertThat(server.program()).isEqualTo("postgres");
                    assertThat(server.user()).isEqualTo("postgres");
                    assertThat(server.listening())
                            .contains(new ListeningSocket.Tcp("127.0.0.1", port));
                });

        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(20)).until(() -> activity() == Activity.INACTIVE);
        act(ControlAction.RESTART);
        assertThat(mainPid()).isNotEqualTo(first);

        act(ControlAction.RELOAD);
        act(ControlAction.STOP);
        act(ControlAction.STOP);
        assertThat(activity()).isEqualTo(Activity.INACTIVE);
    }

    @Test
    void an_unknown_cluster_is_missing() throws Exception {
        assertThat(host.services().state(new PgCluster(VERSION, "no_such"), limit()).activity())
                .isEqualTo(Activity.MISSING);
    }

    @Test
    void plain_connection_checks_leave_no_line_in_the_server_s_log() throws Exception {
        act(ControlAction.START);
        var probe = new TcpProbe(new DeadlineResolver());
        var check = new CheckSpec.Tcp("127.0.0.1", port, null, null);
        Path log =
                Path.of(
                        "/var/log/postgresql/postgresql-"
                                + VERSION
                                + "-"
                                + cluster.name()
                                + ".log");
        long before = Files.size(log);

        for (int i = 0; i < 50; i++) {
            assertThat(
                            probe.probe(Services.checkedBy(check), Services.HOST, check, limit())
                                    .outcome())
                    .isInstanceOf(Outcome.Up.class);
        }

        assertThat(Files.readString(log).substring((int) before))
                .doesNotContain("could not receive", "reset by peer", "incomplete startup");
    }

    private void act(ControlAction action) throws InterruptedException {
        CommandResult result = host.services().act(cluster, action, false, limit());
        assertThat(result).as(result.summary()).isInstanceOf(Exited.class);
        assertThat(((Exited) result).ok()).as(result.summary()).isTrue();
    }

    private Activity activity() throws InterruptedException {
        return host.services().state(cluster, limit()).activity();
    }

    private long mainPid() throws InterruptedException {
        Long pid = host.services().state(cluster, limit()).mainPid();
        assertThat(pid).isNotNull();
        return Objects.requireNonNull(pid);
    }

    private void ran(String... arguments) throws InterruptedException {
        CommandResult result = host.run(Command.of(arguments), limit());
        assertThat(result).as(result.summary()).isInstanceOf(Exited.class);
        assertThat(((Exited) result).ok()).as(result.summary()).isTrue();
    }

    private static Deadline limit() {
        return Deadline.after(Duration.ofSeconds(60), System::nanoTime);
    }
}
