package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.LockdownPlan;
import io.caretaker.core.lockdown.LockdownRules;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.session.Protection;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.ThisMachine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullMarked
class PostgresLockdownIT {
    private static final ThisMachine HOST = new ThisMachine();
    private static final String ROWS =
            "select 'db', oid, datname, datconnlimit, datallowconn from pg_database"
                    + " union all select 'role', oid, rolname, rolconnlimit, rolcanlogin"
                    + " from pg_roles order by 1, 2";
    private static PostgresServer server;
    private PostgresLockdown lockdown;

    @BeforeAll
    static void a_server_with_odd_names() {
        server = PostgresServer.startNew();
        server.sql("create role anna login password 'anna-secret'");
        server.sql("create role \"Bo'b \"\"| Ünï\" login connection limit 7");
        server.sql("create role caretaker_monitor login password 'anna-secret' connection limit 5");
        server.sql("create role copier login replication password 'anna-secret'");
        server.sql("create role nobody_in");
        server.sql("create database app owner anna");
        server.sql("create database \"odd'\"\"|name\" connection limit 3");
        server.sql("create database shut allow_connections false");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fresh() {
        lockdown = new PostgresLockdown(_ -> server.password());
    }

    @Test
    void ordinary_users_are_refused_superusers_come_in_and_all_is_put_back() throws Exception {
        String before = server.sql(ROWS);
        assertThat(refusal("app", "anna")).isNull();

        LockdownPlan plan = close(server.target());

        assertThat(refusal("app", "anna")).contains("too many connections for role");
        assertThat(refusal("app", "copier")).contains("not currently accepting connections");
        assertThat(refusal("postgres", "anna")).contains("too many connections for role");
        assertThat(refusal("postgres", "caretaker_monitor")).contains("too many connections");
        assertThat(server.sql("select 1")).isEqualTo("1");
        assertThat(server.sql("select rolconnlimit from pg_roles where rolname = 'copier'"))
                .isEqualTo("-1");

        open(server.target(), plan.restricted());
        assertThat(server.sql(ROWS)).isEqualTo(before);
        assertThat(refusal("app", "anna")).isNull();
    }

    @Test
    void a_monitoring_account_acts_as_the_servers_own_user_and_stays_itself() throws Exception {
        String before = server.sql(ROWS);
        var monitor = new PostgresLockdown(_ -> Secret.of("anna-secret"));
        DatabaseTarget target = as("caretaker_monitor");

        Gates gates = monitor.look(target, HOST, ample());
        assertThat(gates.way()).isEqualTo("as " + server.user() + " over its Unix socket");
        LockdownPlan plan = LockdownRules.plan(gates, Protection.NONE);
        monitor.set(target, HOST, LockdownRules.toClose(plan.restricted(), gates), ample());
        assertThat(refusal("postgres", "anna")).contains("too many connections");
        assertThat(refusal("postgres", "caretaker_monitor")).isNull();

        monitor.set(
                target,
                HOST,
                LockdownRules.toOpen(plan.restricted(), monitor.look(target, HOST, ample()))
                        .settings(),
                ample());
        assertThat(server.sql(ROWS)).isEqualTo(before);
    }

    @Test
    void without_psql_the_socket_is_used_from_our_own_process() throws Exception {
        try (PostgresServer open = PostgresServer.create()) {
            open.allow("local all all trust", "host all all 127.0.0.1/32 scram-sha-256").start();
            DatabaseTarget target = open.target();
            var monitor = new PostgresLockdown(_ -> Secret.of("wrong"));
            Gates gates = monitor.look(target, new WithoutPsql(HOST), ample());
            assertThat(gates.entrance()).isEqualTo("postgres");
            assertThat(gates.fingerprint())
                    .isEqualTo(open.sql("select system_identifier from pg_control_system()"));
        }
    }

    @Test
    void what_is_protected_or_essential_is_left_alone_and_said() throws Exception {
        Gates gates = lockdown.look(server.target(), HOST, ample());
        LockdownPlan plan =
                LockdownRules.plan(gates, new Protection(List.of("ann*"), List.of(), List.of()));
        assertThat(plan.restricted())
                .extracting(Restriction::name)
                .contains("app", "template1", "odd'\"|name", "Bo'b \"| Ünï")
                .doesNotContain(
                        "anna", "postgres", "template0", "copier", server.user(), "nobody_in");
        assertThat(plan.leftAlone())
                .extracting(each -> each.restriction().label() + ": " + each.reason())
                .contains(
                        "role anna: a protected user",
                        "role copier: replication",
                        "role " + server.user() + ": a superuser",
                        "database postgres: administrators come in by it",
                        "database template0: a template that takes no connections");
    }

    @Test
    void users_of_a_protected_database_are_not_locked_out_of_it() throws Exception {
        Gates gates = lockdown.look(server.target(), HOST, ample());
        LockdownPlan plan =
                LockdownRules.plan(gates, new Protection(List.of(), List.of(), List.of("app")));
        assertThat(plan.restricted())
                .extracting(Restriction::kind)
                .containsOnly(Restriction.Kind.DATABASE);
        assertThat(plan.notes()).first().asString().contains("database app is protected");
    }

    @Test
    void dropped_renamed_and_changed_things_are_told_apart() throws Exception {
        server.sql("create database gone");
        server.sql("create database moved connection limit 9");
        server.sql("create role changed login connection limit 4");
        server.sql("create database repaired");
        try {
            LockdownPlan plan = close(server.target());
            server.sql("drop database gone");
            server.sql("alter database moved rename to elsewhere");
            server.sql("alter role changed connection limit 2");
            // As somebody does who repairs something in it meanwhile.
            server.sql("alter database repaired allow_connections true");

            List<String> notes = open(server.target(), plan.restricted());

            assertThat(notes)
                    .containsExactlyInAnyOrder(
                            "database gone does not exist any more",
                            "role changed was changed meanwhile, which stays: connection limit 2;"
                                    + " before the lockdown: connection limit 4");
            assertThat(server.sql(ROWS))
                    .contains("|elsewhere|9|t", "|changed|2|t", "|repaired|-1|t");
        } finally {
            server.sql("drop database elsewhere");
            server.sql("drop database repaired");
            server.sql("drop role changed");
        }
    }

    @Test
    void the_database_of_a_logical_slot_stays_open_for_its_replication() throws Exception {
        try (PostgresServer logical = PostgresServer.create()) {
            logical.configure("wal_level = logical").start();
            logical.sql("create database fed");
            logical.runAsServer(
                    List.of(
                            logical.program("psql"),
                            "-Xqw",
                            "--host=" + logical.socketDirectory(),
                            "--port=" + logical.port(),
                            "--dbname=fed"),
                    "select pg_create_logical_replication_slot('s', 'test_decoding')");
            var its = new PostgresLockdown(_ -> logical.password());
            assertThat(its.look(logical.target(), HOST, ample()).exempt())
                    .extracting(each -> each.restriction().label() + ": " + each.reason())
                    .contains(
                            "database fed: logical replication reads it; roles are restricted"
                                    + " instead");
        }
    }

    @Test
    void the_database_of_a_subscription_stays_open_for_its_replication() throws Exception {
        String in = "jdbc:postgresql://127.0.0.1:" + server.port() + "/subscribed";
        server.sql("create database subscribed");
        try (Connection inside =
                        DriverManager.getConnection(in, server.user(), server.password().reveal());
                var statement = inside.createStatement()) {
            statement.execute(
                    "create subscription s connection 'host=127.0.0.1 port=1' publication p"
                            + " with (connect = false)");
            assertThat(lockdown.look(server.target(), HOST, ample()).exempt())
                    .extracting(each -> each.restriction().label() + ": " + each.reason())
                    .contains(
                            "database subscribed: logical replication writes to it; roles are"
                                    + " restricted instead");
            statement.execute("alter subscription s set (slot_name = none)");
            statement.execute("drop subscription s");
        } finally {
            server.sql("drop database subscribed");
        }
    }

    @Test
    void a_lock_that_somebody_holds_leaves_all_as_it_was() throws Exception {
        String before = server.sql(ROWS);
        LockdownPlan plan =
                LockdownRules.plan(lockdown.look(server.target(), HOST, ample()), Protection.NONE);
        try (Connection other = connect("postgres", server.user(), server.password().reveal())) {
            other.setAutoCommit(false);
            other.createStatement().execute("alter role anna connection limit 1");
            Problem problem =
                    catchThrowableOfType(
                            Problem.class,
                            () ->
                                    lockdown.set(
                                            server.target(),
                                            HOST,
                                            LockdownRules.toClose(
                                                    plan.restricted(),
                                                    lockdown.look(server.target(), HOST, ample())),
                                            ample()));
            assertThat(problem.message()).contains("lock timeout");
            other.rollback();
        }
        assertThat(server.sql(ROWS)).isEqualTo(before);
    }

    @Test
    void without_rights_the_hint_says_what_would_help() {
        var monitor = new PostgresLockdown(_ -> Secret.of("anna-secret"));
        Problem problem =
                catchThrowableOfType(
                        Problem.class, () -> monitor.look(as("anna"), new PaperHost(), ample()));
        assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
        assertThat(problem.message())
                .contains("anna is no superuser", "its process is not to be seen");
        assertThat(problem.hint()).contains("run caretaker as root", "ALTER ROLE name");
        assertThat(problem.message() + problem.hint()).doesNotContain("anna-secret");
    }

    @Test
    void a_standby_says_that_its_primary_is_meant() throws Exception {
        try (PostgresServer standby = PostgresServer.create()) {
            standby.configure("hot_standby = on");
            standby.start();
            standby.stop();
            java.nio.file.Path signal = standby.dataDirectory().resolve("standby.signal");
            java.nio.file.Files.createFile(signal);
            standby.runAsServer(List.of("true"), "");
            standby.start();
            var its = new PostgresLockdown(_ -> standby.password());
            assertThat(its.look(standby.target(), HOST, ample()).standby())
                    .contains("it is a standby", "changed on its primary");
        }
    }

    private LockdownPlan close(DatabaseTarget target) throws InterruptedException {
        Gates gates = lockdown.look(target, HOST, ample());
        LockdownPlan plan = LockdownRules.plan(gates, Protection.NONE);
        lockdown.set(target, HOST, LockdownRules.toClose(plan.restricted(), gates), ample());
        assertThat(LockdownRules.toClose(plan.restricted(), lockdown.look(target, HOST, ample())))
                .isEmpty();
        return plan;
    }

    private List<String> open(DatabaseTarget target, List<Restriction> before)
            throws InterruptedException {
        LockdownRules.Release release =
                LockdownRules.toOpen(before, lockdown.look(target, HOST, ample()));
        List<DatabaseLockdown.Setting> settings = release.settings();
        lockdown.set(target, HOST, settings, ample());
        return release.notes();
    }

    private static @Nullable String refusal(String database, String user) {
        try (Connection _ = connect(database, user, "anna-secret")) {
            return null;
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    private static Connection connect(String database, String user, String password)
            throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, user, password);
    }

    private static DatabaseTarget as(String user) {
        return new DatabaseTarget(
                EngineKind.POSTGRESQL,
                "127.0.0.1",
                server.port(),
                "postgres",
                user,
                new SecretReference.FromEnvironment("ITS"),
                DatabaseTarget.TlsMode.DEFAULT,
                null);
    }

    private static Deadline ample() {
        return Deadline.after(Duration.ofSeconds(30), System::nanoTime);
    }
}
