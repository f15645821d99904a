package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.DatabaseTarget.TlsMode;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// TLS against a real server with a certificate for the name `localhost`, signed by itself.
final class TlsIT {
    private final EngineUnderTest engine = new EngineUnderTest();
    private @Nullable MariaDbServer server;

    @BeforeEach
    void start_a_server_with_a_certificate() {
        MariaDbServer made = MariaDbServer.create();
        server = made;
        Programs.run(
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
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        file("key.pem"),
                        "-out",
                        file("cert.pem")),
                "");
        Programs.give(made.dataDirectory(), made.user());
        made.configure("ssl-cert=" + file("cert.pem"))
                .configure("ssl-key=" + file("key.pem"))
                .start();
    }

    @AfterEach
    void end_it() {
        engine.close();
        server().close();
    }

    @Test
    void a_certificate_that_is_trusted_and_has_the_name_is_accepted() throws Exception {
        engine.reached(target("localhost", TlsMode.VERIFY, file("cert.pem")));

        assertThat(sessionsWithTls()).isPositive();
    }

    @Test
    void a_certificate_for_another_name_is_refused() throws Exception {
        assertThat(engine.refused(target("127.0.0.1", TlsMode.VERIFY, file("cert.pem"))).fault())
                .isEqualTo(Fault.TLS);
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused() throws Exception {
        assertThat(engine.refused(target("localhost", TlsMode.VERIFY, null)).fault())
                .isEqualTo(Fault.TLS);
    }

    @Test
    void encryption_without_verification_is_possible_when_asked_for() throws Exception {
        engine.reached(target("127.0.0.1", TlsMode.REQUIRE, null));

        assertThat(sessionsWithTls()).isPositive();
    }

    @Test
    void on_the_loopback_interface_tls_is_off_by_default() throws Exception {
        engine.reached(target("127.0.0.1", TlsMode.DEFAULT, null));

        assertThat(sessionsWithTls()).isZero();
    }

    @Test
    void a_server_without_tls_is_refused_where_tls_is_wanted() throws Exception {
        try (var plain = MariaDbServer.startNew()) {
            DatabaseTarget target =
                    engine.account(
                            plain.target(),
                            "admin",
                            plain.password().reveal(),
                            TlsMode.REQUIRE,
                            null);

            assertThat(engine.refused(target).fault()).isEqualTo(Fault.TLS);
        }
    }

    private int sessionsWithTls() {
        return Integer.parseInt(
                server().sql(
                                "SELECT COUNT(*) FROM performance_schema.threads"
                                        + " WHERE connection_type = 'SSL/TLS'"
                                        + " AND processlist_user = 'admin';"));
    }

    private DatabaseTarget target(String host, TlsMode tls, @Nullable String caFile) {
        DatabaseTarget plain = server().target();
        DatabaseTarget named =
                new DatabaseTarget(
                        plain.engine(), host, plain.port(), null, null, null, tls, caFile);
        return engine.account(named, "admin", server().password().reveal(), tls, caFile);
    }

    private String file(String name) {
        return Path.of(server().dataDirectory().toString(), name).toString();
    }

    private MariaDbServer server() {
        return Objects.requireNonNull(server);
    }
}
