package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.DatabaseTarget.TlsMode;
import io.caretaker.testkit.server.HostilePeer;
import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A server with a certificate of its own for 127.0.0.1, and peers that misbehave within TLS.
@NullMarked
class PostgresTlsIT {
    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    @SuppressWarnings("NullAway.Init")
    private static String certificate;

    @BeforeAll
    static void start() {
        server = PostgresServer.create();
        Path key = server.socketDirectory().resolve("server.key");
        certificate = server.socketDirectory().resolve("server.crt").toString();
        server.runAsServer(
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=test",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate),
                "");
        server.configure("ssl = on")
                .configure("ssl_key_file = '" + key + "'")
                .configure("ssl_cert_file = '" + certificate + "'")
                .allow("local all all peer", "hostssl all all 127.0.0.1/32 scram-sha-256");
        server.start();
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_certificate_of_the_given_authority_is_accepted() throws Exception {
        assertThat(check("127.0.0.1", TlsMode.VERIFY, certificate))
                .isInstanceOf(DatabaseReply.Reached.class);
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_a_tls_fault() throws Exception {
        assertThat(fault(check("127.0.0.1", TlsMode.VERIFY, null))).isEqualTo(Fault.TLS);
    }

    @Test
    void a_certificate_for_another_name_is_a_tls_fault() throws Exception {
        assertThat(fault(check("localhost", TlsMode.VERIFY, certificate))).isEqualTo(Fault.TLS);
    }

    @Test
    void encryption_alone_accepts_any_certificate() throws Exception {
        assertThat(check("127.0.0.1", TlsMode.REQUIRE, null))
                .isInstanceOf(DatabaseReply.Reached.class);
    }

    @Test
    void the_default_is_no_tls_on_the_loopback_interface() throws Exception {
        assertThat(fault(check("127.0.0.1", TlsMode.DEFAULT, null)))
                .isEqualTo(Fault.AUTHENTICATION);
    }

    @Test
    void an_authority_that_cannot_be_read_is_a_fault_of_our_own() throws Exception {
        assertThat(check("127.0.0.1", TlsMode.VERIFY, "/no/such/file"))
                .isInstanceOf(DatabaseReply.Unknown.class);
    }

    @Test
    void the_certificate_is_looked_at_and_the_log_says_nothing_of_it() {
        try (Looks looks =
                new Looks(
                        Targets.withTls(server.target(), TlsMode.VERIFY, certificate),
                        server.password())) {
            int before = server.log().length();

            DatabaseReply.Reached reached = looks.look();

            assertThat(reached.metrics().get("certificate_days_left")).isBetween(1.0, 2.0);
            assertThat(reached.metrics().get("tls_enabled")).isEqualTo(1.0);
            assertThat(reached.metrics().get("tls_connections")).isGreaterThanOrEqualTo(1.0);
            assertThat(reached.metrics().get("tls_connections_percent")).isEqualTo(100.0);
            looks.look();
            assertThat(server.log().substring(before)).isEmpty();
        }
    }

    @Test
    void a_peer_that_is_silent_when_asked_for_tls_times_out() throws Exception {
        try (var peer = HostilePeer.silent()) {
            timesOut(peer);
        }
    }

    @Test
    void a_peer_that_is_silent_in_the_handshake_times_out() throws Exception {
        try (var peer = HostilePeer.saying(new byte[] {'S'})) {
            timesOut(peer);
        }
    }

    @Test
    void a_peer_that_drips_its_handshake_times_out() throws Exception {
        byte[] beginning = {'S'};
        try (var peer = HostilePeer.dripping(beginning, Duration.ofMillis(100))) {
            DatabaseReply reply = check(peer);

            assertThat(fault(reply)).isIn(Fault.TIMED_OUT, Fault.TLS);
        }
        byte[] handshake = {'S', 0x16, 3, 3, 0x3f, 0x01};
        try (var peer = HostilePeer.dripping(handshake, Duration.ofMillis(100))) {
            assertThat(fault(check(peer))).isIn(Fault.TIMED_OUT, Fault.TLS);
        }
    }

    private static void timesOut(HostilePeer peer) throws InterruptedException {
        long begin = System.nanoTime();

        assertThat(fault(check(peer))).isEqualTo(Fault.TIMED_OUT);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
    }

    private static DatabaseReply check(HostilePeer peer) throws InterruptedException {
        DatabaseTarget target = server.target();
        try (var engine = new PostgresEngine(_ -> server.password())) {
            return engine.check(
                    new DatabaseTarget(
                            target.engine(),
                            "127.0.0.1",
                            peer.port(),
                            null,
                            target.user(),
                            target.password(),
                            TlsMode.REQUIRE,
                            null),
                    Deadline.after(Duration.ofMillis(700), System::nanoTime));
        }
    }

    private static DatabaseReply check(String host, TlsMode mode, @Nullable String caFile)
            throws InterruptedException {
        try (var engine = new PostgresEngine(_ -> server.password())) {
            return engine.check(
                    Targets.at(server.target(), host, mode, caFile),
                    Deadline.after(Duration.ofSeconds(20), System::nanoTime));
        }
    }

    private static Fault fault(DatabaseReply reply) {
        assertThat(reply).isInstanceOf(DatabaseReply.Refused.class);
        return ((DatabaseReply.Refused) reply).fault();
    }
}
