package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.testkit.engine.DatabaseEngineContract;
import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NullMarked
class PostgresEngineIT extends DatabaseEngineContract {
    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.startNew();
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected DatabaseEngine newEngine(SecretSource secrets) {
        return new PostgresEngine(secrets);
    }

    @Override
    protected PostgresServer server() {
        return server;
    }

    /// An error message of 1,000 bytes of which only the beginning comes.
    @Override
    protected byte[] beginningOfAnAnswer() {
        return new byte[] {'E', 0, 0, 3, (byte) 232, 'S'};
    }

    @Test
    void all_metrics_come_from_an_account_that_may_see_them() throws Exception {
        check(server.target());

        assertThat(reached(check(server.target())).metrics().values())
                .containsKeys(
                        "connections",
                        "max_connections",
                        "connection_usage_percent",
                        "active_connections",
                        "idle_in_transaction",
                        "blocked_sessions",
                        "longest_transaction_s",
                        "wal_size_bytes",
                        "round_trip_ms",
                        "uptime_seconds",
                        "in_recovery",
                        "transaction_id_age",
                        "deadlocks",
                        "transactions_per_second",
                        "buffer_pool_hit_ratio",
                        "database_size_bytes")
                .doesNotContainKey("replication_lag")
                .doesNotContainKey("total_hits");
    }

    @Test
    void the_fingerprint_is_the_system_identifier() throws Exception {
        assertThat(reached(check(server.target())).fingerprint())
                .isEqualTo(server.sql("select system_identifier from pg_control_system()"));
    }

    @Test
    void a_session_ended_by_an_administrator_is_replaced_at_once() throws Exception {
        reached(check(server.target()));
        server.sql(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where application_name = 'caretaker'");

        reached(check(server.target()));
    }

    @Test
    void an_adopted_account_sees_sessions_of_others_and_no_tables() throws Exception {
        server.sql("create table if not exists private_rows (id int)");
        Secret password = Secret.of(UUID.randomUUID().toString());
        DatabaseTarget adopted = adopt(recognised(), password);

        assertThat(as(adopted, password, "select count(*) from private_rows"))
                .contains("permission denied");
        assertThat(as(adopted, password, "create table public.mine (id int)"))
                .containsAnyOf("read-only", "permission denied");
        assertThat(as(adopted, password, "select query from pg_stat_activity"))
                .doesNotContain("insufficient privilege");
        assertThat(
                        server.sql(
                                "select rolsuper, rolcreatedb, rolcreaterole, rolreplication,"
                                        + " rolbypassrls, rolconnlimit from pg_roles"
                                        + " where rolname = 'caretaker_monitor'"))
                .isEqualTo("f|f|f|f|f|10");
    }

    @Test
    void adoption_leaves_no_password_in_the_servers_log() throws Exception {
        server.sql("alter system set log_statement = 'all'");
        server.sql("select pg_reload_conf()");
        Secret password = Secret.of("plain-" + UUID.randomUUID());
        try {
            DatabaseTarget adopted = adopt(recognised(), password);
            var reference = new SecretReference.FromEnvironment("ADOPTED");
            know(reference, password);
            reached(check(with(adopted, reference)));
        } finally {
            server.sql("alter system reset log_statement");
            server.sql("select pg_reload_conf()");
        }

        assertThat(server.log()).doesNotContain(password.reveal()).doesNotContain("SCRAM-SHA");
    }

    @Test
    void an_account_without_privileges_gets_what_it_may_see_and_no_false_zero() throws Exception {
        server.sql("drop role if exists plain");
        server.sql("create role plain login password 'plain'");
        var reference = new SecretReference.FromEnvironment("PLAIN");
        know(reference, Secret.of("plain"));
        DatabaseTarget target = server.target();
        var plain =
                new DatabaseTarget(
                        target.engine(),
                        target.host(),
                        target.port(),
                        null,
                        "plain",
                        reference,
                        target.tls(),
                        null);

        DatabaseReply.Reached reached = reached(check(plain));

        assertThat(reached.metrics().values())
                .containsKeys("connections", "transaction_id_age")
                .doesNotContainKeys("idle_in_transaction", "long_running_queries");
        assertThat(reached.notes())
                .anySatisfy(note -> assertThat(note).endsWith("GRANT pg_monitor TO plain"));
    }

    @Test
    void what_was_recognised_is_enough_to_start_it_again() throws Exception {
        LocalServer found = recognised();

        assertThat(found.user()).isEqualTo(server.user());
        assertThat(found.socketDirectory()).isEqualTo(server.socketDirectory().toString());
        assertThat(found.dataDirectory()).isEqualTo(server.dataDirectory().toString());
        assertThat(found.logFiles()).containsExactly(server.logFile().toString());
        assertThat(found.configFiles())
                .contains(server.dataDirectory().resolve("pg_hba.conf").toString())
                .allMatch(file -> Files.exists(java.nio.file.Path.of(file)));
        var control = (ServiceControl.Commands) found.control();

        run(control.stop(), control);
        run(control.start(), control);
        reached(check(server.target()));
        run(control.reload(), control);
        run(control.restart(), control);
        reached(check(server.target()));
        run(control.stop(), control);
        server.start();
    }

    private void run(List<String> arguments, ServiceControl.Commands control)
            throws InterruptedException {
        var command = io.caretaker.core.host.Command.of(arguments).as(control.user());
        CommandResult result = host().run(command, deadline(java.time.Duration.ofMinutes(1)));
        assertThat(result).isInstanceOf(CommandResult.Exited.class);
        assertThat(((CommandResult.Exited) result).code()).as(result.summary()).isZero();
    }

    private static String as(DatabaseTarget target, Secret password, String sql) {
        String url =
                "postgresql://"
                        + target.user()
                        + ":"
                        + password.reveal()
                        + "@127.0.0.1:"
                        + target.port()
                        + "/postgres";
        try {
            return server.runAsServer(List.of(server.program("psql"), "-XAtc", sql, url), "");
        } catch (IllegalStateException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
