package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.ThisMachine;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Adoptions on a machine without psql, over the server's socket from our own process. The server's
/// directory is closed to all but its user and root.
@NullMarked
class SocketAdoptionIT {
    private static final Secret PASSWORD = Secret.of("never-shown-4712");
    private static final WithoutPsql HOST = new WithoutPsql(new ThisMachine());
    private static final String TCP = "host all all 127.0.0.1/32 scram-sha-256";

    @Test
    void the_account_logs_in_over_tcp_with_its_password() throws Exception {
        try (PostgresServer server = open();
                var engine = new PostgresEngine(_ -> PASSWORD)) {
            DatabaseTarget adopted = adopt(server, engine);

            assertThat(engine.check(withPassword(adopted), ample()))
                    .isInstanceOf(DatabaseReply.Reached.class);
        }
    }

    @Test
    void twice_leaves_one_account_of_least_privilege() throws Exception {
        try (PostgresServer server = open();
                var engine = new PostgresEngine(_ -> PASSWORD)) {
            adopt(server, engine);
            adopt(server, engine);

            assertThat(
                            server.sql(
                                    "select rolname, rolsuper, rolcreatedb, rolcreaterole,"
                                            + " rolreplication, rolbypassrls, rolconnlimit"
                                            + " from pg_roles where rolname like 'caretaker%'"))
                    .isEqualTo("caretaker_monitor|f|f|f|f|f|10");
            assertThat(
                            server.sql(
                                    "select string_agg(roleid::regrole::text, ' ' order by"
                                            + " roleid::regrole::text)"
                                            + " from pg_auth_members where member"
                                            + " = 'caretaker_monitor'::regrole and roleid::regrole"
                                            + "::text <> 'pg_use_reserved_connections'"))
                    .isEqualTo("pg_monitor pg_signal_backend");
        }
    }

    @Test
    void an_account_of_before_gets_what_it_lacks() throws Exception {
        try (PostgresServer server = open();
                var engine = new PostgresEngine(_ -> PASSWORD)) {
            server.sql(
                    "create role caretaker_monitor login connection limit 5;"
                            + " grant pg_monitor to caretaker_monitor");

            adopt(server, engine);

            assertThat(
                            server.sql(
                                    "select pg_has_role('caretaker_monitor',"
                                            + " 'pg_signal_backend', 'USAGE'), rolconnlimit"
                                            + " from pg_roles where rolname = 'caretaker_monitor'"))
                    .isEqualTo("t|10");
        }
    }

    @Test
    void no_log_of_statements_gets_the_password_or_its_verifier() throws Exception {
        try (PostgresServer server = open();
                var engine = new PostgresEngine(_ -> PASSWORD)) {
            server.sql("alter system set log_statement = 'all'");
            server.sql("alter system set log_min_duration_statement = 0");
            server.sql("select pg_reload_conf()");

            adopt(server, engine);

            assertThat(server.log())
                    .contains("set log_statement")
                    .doesNotContain(PASSWORD.reveal())
                    .doesNotContain("SCRAM-SHA");
        }
    }

    @Test
    void a_server_that_knows_another_user_only_asks_for_psql_or_a_person() {
        try (PostgresServer server = PostgresServer.create();
                var engine = new PostgresEngine(_ -> PASSWORD)) {
            server.allow("local all all peer map=nobody_is_in_it", TCP).start();

            Problem problem = catchThrowableOfType(Problem.class, () -> adopt(server, engine));

            assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
            assertThat(problem.message()).contains("eer authentication failed");
            assertThat(problem.hint())
                    .contains("postgresql-client", server.user(), "CREATE ROLE caretaker_monitor");
            assertThat(problem.message() + problem.hint()).doesNotContain(PASSWORD.reveal());
        }
    }

    private static PostgresServer open() {
        PostgresServer server = PostgresServer.create();
        server.allow("local all all trust", TCP).start();
        return server;
    }

    private static DatabaseTarget adopt(PostgresServer server, PostgresEngine engine)
            throws InterruptedException {
        LocalServer found =
                engine.recognise(HOST.process(server.pid()).orElseThrow(), HOST).orElseThrow();
        return engine.adopt(found, PASSWORD, HOST, ample());
    }

    private static DatabaseTarget withPassword(DatabaseTarget target) {
        return new DatabaseTarget(
                target.engine(),
                target.host(),
                target.port(),
                target.database(),
                target.user(),
                new SecretReference.FromEnvironment("ADOPTED"),
                target.tls(),
                null);
    }

    private static Deadline ample() {
        return Deadline.after(Duration.ofSeconds(30), System::nanoTime);
    }
}
