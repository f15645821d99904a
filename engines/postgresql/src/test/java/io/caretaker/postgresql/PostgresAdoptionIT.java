package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.ThisMachine;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Adoptions that cannot succeed, and what they tell the person.
@NullMarked
class PostgresAdoptionIT {
    private static final Secret PASSWORD = Secret.of("never-shown-4711");
    private static final ThisMachine HOST = new ThisMachine();

    @Test
    void a_server_that_refuses_the_log_in_gives_the_line_to_add() {
        try (PostgresServer server = PostgresServer.create()) {
            server.allow("local all all peer").start();

            Problem problem = adopt(server);

            assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
            assertThat(problem.hint())
                    .contains(server.dataDirectory().resolve("pg_hba.conf").toString())
                    .endsWith("host  all  caretaker_monitor  127.0.0.1/32  scram-sha-256");
        }
    }

    @Test
    void the_line_of_the_hint_is_enough() throws Exception {
        try (PostgresServer server = PostgresServer.create()) {
            server.allow("local all all peer").start();
            String hint = adopt(server).hint();
            server.allow(hint.substring(hint.indexOf("host  ")), "local all all peer");
            server.sql("select pg_reload_conf()");

            try (var engine = new PostgresEngine(_ -> PASSWORD)) {
                assertThat(engine.adopt(found(server, engine), PASSWORD, HOST, ample()).user())
                        .isEqualTo("caretaker_monitor");
            }
        }
    }

    @Test
    void a_server_without_tcp_is_told_to_listen() {
        try (PostgresServer server = PostgresServer.create()) {
            server.configure("listen_addresses = ''").start();

            Problem problem = adopt(server);

            assertThat(problem.hint()).contains("listen_addresses");
            assertThat(server.sql("select count(*) from pg_roles where rolname like 'caretaker%'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void a_socket_that_refuses_the_administrator_gives_the_statements() {
        try (PostgresServer server = PostgresServer.create()) {
            server.allow("local all all scram-sha-256").start();

            Problem problem = adopt(server);

            assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
            assertThat(problem.hint())
                    .contains(
                            "CREATE ROLE caretaker_monitor",
                            "GRANT pg_monitor, pg_signal_backend TO caretaker_monitor");
            assertThat(problem.message() + problem.hint()).doesNotContain(PASSWORD.reveal());
        }
    }

    private static Problem adopt(PostgresServer server) {
        try (var engine = new PostgresEngine(_ -> PASSWORD)) {
            return catchThrowableOfType(
                    Problem.class,
                    () -> engine.adopt(found(server, engine), PASSWORD, HOST, ample()));
        }
    }

    private static LocalServer found(PostgresServer server, PostgresEngine engine) {
        return engine.recognise(HOST.process(server.pid()).orElseThrow(), HOST).orElseThrow();
    }

    private static Deadline ample() {
        return Deadline.after(Duration.ofSeconds(30), System::nanoTime);
    }
}
