package io.caretaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.health.ConnectionLeg;
import io.caretaker.core.health.ConnectionLeg.Leg;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.health.ConnectionReport.Verdict;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.hosts.probe.DeadlineResolver;
import io.caretaker.hosts.ssh.SshHosts;
import io.caretaker.hosts.ssh.SshSettings;
import io.caretaker.mysql.MysqlEngine;
import io.caretaker.postgresql.PostgresEngine;
import io.caretaker.server.desk.ConnectionTest;
import io.caretaker.server.desk.DatabaseHome;
import io.caretaker.testkit.server.DatabaseServer;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.SshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trying log-ins to real servers on a host that is reached through a real sshd. PostgreSQL and
/// MariaDB listen on 127.0.0.1 alone, and the host is 127.0.0.9.
class TunnelledTrialIT {
    /// Written so that it counts as another host.
    private static final String ADDRESS = "::ffff:127.0.0.9";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Secret RIGHT = Secret.of("watching-all-day");

    @TempDir Path directory;
    private SshHosts hosts;
    private ConnectionTest test;

    @BeforeEach
    void begin() {
        hosts =
                new SshHosts(
                        new SshSettings(
                                directory.resolve("known_hosts"), List.of(), directory, null, 4),
                        _ -> RIGHT);
        test =
                new ConnectionTest(
                        TunnelledTrialIT::engine,
                        _ -> RIGHT,
                        () -> hosts,
                        InstantSource.system(),
                        System::nanoTime);
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    private static DatabaseEngine engine(EngineKind kind, SecretSource secrets) {
        return kind == EngineKind.POSTGRESQL
                ? new PostgresEngine(secrets)
                : new MysqlEngine(secrets, new DeadlineResolver());
    }

    private static DatabaseHome home(SshServer ssh, Path key, TunnelUse tunnel) {
        return new DatabaseHome(
                new Host(
                        new HostId("h1"),
                        ADDRESS,
                        ADDRESS,
                        Placement.of("production", "here"),
                        new SshConfig(
                                System.getProperty("user.name"), ssh.port(), key.toString(), false),
                        HostMetadata.NONE,
                        HostStatus.ACTIVE,
                        Origin.MANAGED,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null),
                tunnel);
    }

    private static DatabaseTarget target(
            DatabaseServer server, String address, String user, int port) {
        DatabaseTarget known = server.target();
        return new DatabaseTarget(
                known.engine(),
                address,
                port,
                known.database(),
                user,
                known.password(),
                DatabaseTarget.TlsMode.DEFAULT,
                null);
    }

    private void know(SshServer ssh) throws Exception {
        Files.writeString(
                directory.resolve("known_hosts"), ssh.knownHost(ADDRESS, "ed25519") + "\n");
    }

    private ConnectionReport tried(
            DatabaseServer server, DatabaseHome home, String user, Secret password, int port)
            throws InterruptedException {
        return test.run(target(server, LOOPBACK, user, port), home, password, LIMIT);
    }

    private static void endsAt(ConnectionReport report, Leg leg, String message, String hint) {
        ConnectionLeg last = report.legs().getLast();
        assertThat(last.leg()).as(report.legs().toString()).isEqualTo(leg);
        assertThat(last.ok()).isFalse();
        assertThat(last.message()).contains(message);
        assertThat(last.hint()).contains(hint);
        assertThat(report.legs().subList(0, report.legs().size() - 1)).allMatch(ConnectionLeg::ok);
        assertThat(report.toString()).doesNotContain(RIGHT.reveal());
    }

    private static PostgresServer postgres() {
        PostgresServer server = PostgresServer.startNew();
        server.sql(
                "create role watcher login password '%1$s' in role pg_monitor; create role plain login password '%1$s'"
                        .formatted(RIGHT.reveal()));
        return server;
    }

    @Test
    void each_leg_to_a_postgresql_behind_ssh_says_what_is_missing() throws Exception {
        try (SshServer ssh = SshServer.start(directory);
                PostgresServer server = postgres()) {
            int port = server.port();
            Path stranger = SshServer.makeKey(directory, "stranger", "ed25519", "");
            DatabaseHome home = home(ssh, stranger, TunnelUse.AUTO);

            ConnectionReport unknown = tried(server, home, "watcher", RIGHT, port);
            assertThat(unknown.verdict()).isEqualTo(Verdict.NOT_REACHABLE);
            endsAt(unknown, Leg.SSH, "is not known", "caretaker host trust h1");

            know(ssh);
            endsAt(
                    tried(server, home, "watcher", RIGHT, port),
                    Leg.SSH,
                    "does not accept the key",
                    "authorized_keys");

            ssh.authorize(stranger);
            endsAt(
                    tried(server, home, "watcher", RIGHT, FreePort.find()),
                    Leg.PORT,
                    "nobody answers on 127.0.0.1:",
                    "ss -ltn");

            ConnectionReport wrong = tried(server, home, "watcher", Secret.of("wrong"), port);
            assertThat(wrong.verdict()).isEqualTo(Verdict.LOG_IN_REFUSED);
            endsAt(wrong, Leg.LOG_IN, "refuses the log-in", "its own host, through SSH");

            ConnectionReport limited = tried(server, home, "plain", RIGHT, port);
            assertThat(limited.verdict()).isEqualTo(Verdict.LIMITED);
            endsAt(limited, Leg.RIGHTS, "hidden", "GRANT pg_monitor TO plain");

            ConnectionReport ready = tried(server, home, "watcher", RIGHT, port);
            assertThat(ready.verdict()).as(ready.toString()).isEqualTo(Verdict.READY);
            assertThat(ready.legs()).extracting(ConnectionLeg::leg).containsExactly(Leg.values());
            assertThat(ready.legs()).allMatch(ConnectionLeg::ok);
            assertThat(ready.address()).isEqualTo(LOOPBACK + ":" + port);

            ssh.stop();
            hosts.knock(
                    home.host(), io.caretaker.core.check.Deadline.after(LIMIT, System::nanoTime));
            ConnectionReport away = tried(server, home, "watcher", RIGHT, port);
            assertThat(away.verdict()).isEqualTo(Verdict.NOT_REACHABLE);
            assertThat(away.legs()).extracting(ConnectionLeg::leg).containsExactly(Leg.SSH);
        }
    }

    @Test
    void a_port_that_is_closed_to_this_machine_is_asked_through_ssh_as_its_checks_will()
            throws Exception {
        try (SshServer ssh = SshServer.start(directory);
                PostgresServer server = postgres()) {
            know(ssh);
            DatabaseTarget named = target(server, ADDRESS, "watcher", server.port());
            ConnectionReport through =
                    test.run(named, home(ssh, ssh.key(), TunnelUse.AUTO), RIGHT, LIMIT);
            assertThat(through.verdict()).as(through.toString()).isEqualTo(Verdict.READY);
            assertThat(through.legs()).extracting(ConnectionLeg::leg).containsExactly(Leg.values());
            assertThat(through.advice()).anyMatch(each -> each.contains("through SSH to host h1"));

            ConnectionReport never =
                    test.run(named, home(ssh, ssh.key(), TunnelUse.NEVER), RIGHT, LIMIT);
            endsAt(never, Leg.PORT, "", "firewall");
            ConnectionReport wrong =
                    test.run(
                            target(server, LOOPBACK, "watcher", server.port()),
                            home(ssh, ssh.key(), TunnelUse.NEVER),
                            RIGHT,
                            LIMIT);
            endsAt(wrong, Leg.PORT, "the tunnel to it is off", "auto");
        }
    }

    @Test
    void an_sshd_that_forwards_nothing_is_told_from_a_port_that_is_closed() throws Exception {
        try (SshServer ssh = SshServer.start(directory, "AllowTcpForwarding no");
                PostgresServer server = postgres()) {
            know(ssh);
            DatabaseHome home = home(ssh, ssh.key(), TunnelUse.AUTO);
            endsAt(
                    tried(server, home, "watcher", RIGHT, server.port()),
                    Leg.PORT,
                    "lets nobody go on to its ports",
                    "AllowTcpForwarding");
        }
    }

    @Test
    void a_mariadb_behind_ssh_is_tried_the_same_way() throws Exception {
        try (SshServer ssh = SshServer.start(directory);
                MariaDbServer server = MariaDbServer.startNew()) {
            know(ssh);
            server.sql(
                    "create user plain@'127.0.0.1' identified by '%1$s'; create user watcher@'127.0.0.1' identified by '%1$s'; grant all on *.* to watcher@'127.0.0.1';"
                            .formatted(RIGHT.reveal()));
            DatabaseHome home = home(ssh, ssh.key(), TunnelUse.AUTO);
            assertThat(tried(server, home, "watcher", RIGHT, server.port()).verdict())
                    .isEqualTo(Verdict.READY);
            endsAt(
                    tried(server, home, "plain", RIGHT, server.port()),
                    Leg.RIGHTS,
                    "hidden",
                    "GRANT ");
            endsAt(
                    tried(server, home, "watcher", Secret.of("wrong"), server.port()),
                    Leg.LOG_IN,
                    "refuses the log-in",
                    "the password");
        }
    }
}
