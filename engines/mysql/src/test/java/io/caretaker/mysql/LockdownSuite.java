package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.LockdownPlan;
import io.caretaker.core.lockdown.LockdownRules;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.Protection;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a lockdown does on either dialect.
abstract class LockdownSuite {
    private static final String SECRET = "its-secret";
    private static final String ODD = "q'u\"o`t\\e |";

    private final EngineUnderTest engine = new EngineUnderTest();
    private final DatabaseLockdown lockdown = engine.engine().lockdown().orElseThrow();

    /// With a binary log.
    abstract MysqlFamilyServer server();

    /// All of all accounts, whole rows.
    abstract String rows();

    /// The code of the refusal of a locked account.
    abstract int refusedBecauseLocked();

    /// The privilege that keeps statements out of the binary log.
    abstract String binaryLogPrivilege();

    /// Accounts that a server may have. The anonymous one is for an address that nobody comes from,
    /// because the server would take everybody from here for it.
    static void makeAccounts(MysqlFamilyServer server) {
        server.sql(
                """
                SET NAMES utf8mb4;
                SET sql_mode = '';
                CREATE DATABASE shop;
                CREATE TABLE shop.orders (a INT);
                CREATE USER anna@'%%' IDENTIFIED BY '%1$s' WITH MAX_USER_CONNECTIONS 7;
                GRANT ALL ON shop.* TO anna@'%%';
                CREATE USER `q'u"o``t\\e |`@`%%` IDENTIFIED BY '%1$s' PASSWORD EXPIRE INTERVAL 90 DAY;
                CREATE USER ''@'192.0.2.9' IDENTIFIED BY '%1$s';
                CREATE USER `Ünï`@`%%` IDENTIFIED BY '%1$s';
                CREATE USER 'a@b'@'10.0.0.%%' IDENTIFIED BY '%1$s';
                CREATE USER shut@'%%' IDENTIFIED BY '%1$s' ACCOUNT LOCK;
                CREATE USER copier@'%%' IDENTIFIED BY '%1$s';
                GRANT REPLICATION SLAVE ON *.* TO copier@'%%';
                CREATE USER caretaker_monitor@localhost IDENTIFIED BY '%1$s';
                GRANT PROCESS ON *.* TO caretaker_monitor@localhost;
                CREATE USER root2@'%%' IDENTIFIED BY '%1$s';
                CREATE ROLE mighty;
                CREATE ROLE mightier;
                GRANT SUPER ON *.* TO mighty;
                GRANT mighty TO mightier;
                GRANT mightier TO root2@'%%';
                """
                        .formatted(SECRET));
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void ordinary_users_are_refused_administrators_come_in_and_all_is_put_back() throws Exception {
        DatabaseTarget target = engine.administrator(server());
        String before = rows();
        String logged = server().sql("SHOW MASTER STATUS");
        assertThat(refusal("anna")).isZero();
        assertThat(refusal(ODD)).isZero();

        LockdownPlan plan = close(target);

        assertThat(refusal("anna")).isEqualTo(refusedBecauseLocked());
        assertThat(refusal(ODD)).isEqualTo(refusedBecauseLocked());
        assertThat(refusal("root2")).isZero();
        assertThat(refusal("copier")).isZero();
        assertThat(refusal("caretaker_monitor")).isEqualTo(refusedBecauseLocked());
        assertThat(server().sql("SELECT 1")).isEqualTo("1");

        assertThat(open(target, plan.restricted())).isEmpty();
        assertThat(rows()).isEqualTo(before);
        assertThat(refusal("anna")).isZero();
        assertThat(refusal("shut")).isEqualTo(refusedBecauseLocked());
        assertThat(server().sql("SHOW MASTER STATUS")).isEqualTo(logged);
    }

    @Test
    void a_monitoring_account_acts_over_the_socket_and_stays_itself() throws Exception {
        String before = rows();
        DatabaseTarget target = as("caretaker_monitor");

        Gates gates = lockdown.look(target, EngineUnderTest.HOST, soon());
        assertThat(gates.way()).matches("as \\w+ over its Unix socket");
        LockdownPlan plan = close(target);
        assertThat(refusal("anna")).isEqualTo(refusedBecauseLocked());
        assertThat(refusal("caretaker_monitor")).isZero();
        assertThat(engine.reached(target).fingerprint()).isEqualTo(gates.fingerprint());

        open(target, plan.restricted());
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void what_is_protected_or_essential_is_left_alone_and_said() throws Exception {
        Gates gates = lockdown.look(as("caretaker_monitor"), EngineUnderTest.HOST, soon());
        LockdownPlan plan =
                LockdownRules.plan(gates, new Protection(List.of("an*"), List.of(), List.of()));

        assertThat(plan.restricted())
                .extracting(Restriction::name)
                .contains(ODD + "@%", "Ünï@%", "@192.0.2.9", "a@b@10.0.0.%")
                .doesNotContain("anna@%", "shut@%", "mighty@", "mighty@%", "mightier@%");
        assertThat(plan.leftAlone())
                .extracting(each -> each.restriction().label() + ": " + each.reason())
                .contains(
                        "account anna@%: a protected user",
                        "account copier@%: replication",
                        "account root2@%: an administrator",
                        "account root@localhost: an administrator",
                        "account caretaker_monitor@localhost: caretaker's own account");
        assertThat(gates.admitted())
                .startsWith("administrators still come in: admin@127.0.0.1, admin@localhost, ")
                .doesNotContain("caretaker_monitor");
    }

    @Test
    void dropped_renamed_and_changed_accounts_are_told_apart() throws Exception {
        DatabaseTarget target = engine.administrator(server());
        server().sql("CREATE USER gone@'%', moved@'%', repaired@'%'");
        try {
            LockdownPlan plan = close(target);
            server().sql(
                            "DROP USER gone@'%'; RENAME USER moved@'%' TO elsewhere@'%';"
                                    + " ALTER USER repaired@'%' ACCOUNT UNLOCK");

            assertThat(open(target, plan.restricted()))
                    .containsExactlyInAnyOrder(
                            "account gone@% does not exist any more",
                            "account moved@% does not exist any more");
            assertThat(refusal("repaired", "")).isZero();
            assertThat(refusal("elsewhere", "")).isEqualTo(refusedBecauseLocked());
        } finally {
            server().sql("DROP USER elsewhere@'%', repaired@'%'");
        }
    }

    @Test
    void doing_it_twice_and_in_part_does_no_harm() throws Exception {
        DatabaseTarget target = engine.administrator(server());
        String before = rows();
        Gates gates = lockdown.look(target, EngineUnderTest.HOST, soon());
        LockdownPlan plan = LockdownRules.plan(gates, Protection.NONE);
        List<DatabaseLockdown.Setting> settings = LockdownRules.toClose(plan.restricted(), gates);
        lockdown.set(target, EngineUnderTest.HOST, settings.subList(0, 1), soon());
        lockdown.set(target, EngineUnderTest.HOST, settings, soon());
        lockdown.set(target, EngineUnderTest.HOST, settings, soon());

        open(target, plan.restricted());
        open(target, plan.restricted());
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void a_lock_that_somebody_holds_leaves_all_as_it_was() throws Exception {
        DatabaseTarget target = engine.administrator(server());
        String before = rows();
        try (Connection other = connect("admin", server().password().reveal());
                var statement = other.createStatement()) {
            statement.execute("FLUSH TABLES WITH READ LOCK");
            assertThat(catchThrowableOfType(Problem.class, () -> close(target)).message())
                    .containsAnyOf("Lock wait timeout", "max_statement_time");
        }
        assertThat(rows()).isEqualTo(before);
    }

    /// What lets an account read who is there, and no password of a replica's source.
    abstract String reading(String account);

    @Test
    void an_account_with_just_the_needed_rights_does_it_itself() throws Exception {
        server().sql(
                        "CREATE USER locker@'%' IDENTIFIED BY '"
                                + SECRET
                                + "'; GRANT CREATE USER ON *.* TO locker@'%'; "
                                + reading("locker@'%'"));
        try {
            DatabaseTarget target = as("locker");
            var nowhere = new NoProcesses();
            Problem problem =
                    catchThrowableOfType(
                            Problem.class, () -> lockdown.look(target, nowhere, soon()));
            assertThat(problem.message()).contains("as locker: ", binaryLogPrivilege());
            assertThat(problem.hint()).contains(binaryLogPrivilege(), "ACCOUNT LOCK");

            server().sql("GRANT " + binaryLogPrivilege() + " ON *.* TO locker@'%'");
            String before = rows();
            Gates gates = lockdown.look(target, nowhere, soon());
            assertThat(gates.way()).isEqualTo("as locker");
            LockdownPlan plan = close(target);
            assertThat(refusal("anna")).isEqualTo(refusedBecauseLocked());
            open(target, plan.restricted());
            assertThat(rows()).isEqualTo(before);
        } finally {
            server().sql("DROP USER locker@'%'");
        }
    }

    @Test
    void without_rights_the_hint_says_what_would_help() {
        DatabaseTarget target = as("caretaker_monitor");
        Problem problem =
                catchThrowableOfType(
                        Problem.class, () -> lockdown.look(target, new NoProcesses(), soon()));
        assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
        assertThat(problem.message())
                .contains("as caretaker_monitor: ", "its process is not to be seen");
        assertThat(problem.hint()).contains("run caretaker as root", "GRANT CREATE USER");
        assertThat(problem.message() + problem.hint()).doesNotContain(SECRET);
    }

    @Test
    void nobody_listening_is_told_as_unreachable() throws Exception {
        DatabaseTarget target = engine.account(elsewhere(server().target()), "anna", SECRET);
        Problem problem =
                catchThrowableOfType(
                        Problem.class, () -> lockdown.look(target, EngineUnderTest.HOST, soon()));
        assertThat(problem.code()).isEqualTo(ProblemCode.UNREACHABLE);
    }

    @Test
    void stored_objects_and_events_of_locked_accounts_go_on_which_is_said() throws Exception {
        DatabaseTarget target = engine.administrator(server());
        server().sql(
                        "CREATE DEFINER = anna@'%' SQL SECURITY DEFINER VIEW shop.seen AS"
                                + " SELECT a FROM shop.orders;"
                                + " SET GLOBAL event_scheduler = ON;");
        LockdownPlan plan = close(target);
        try {
            assertThat(server().sql("SELECT COUNT(*) FROM shop.seen")).isEqualTo("0");
            assertThat(plan.notes()).first().asString().contains("events, also those of locked");
        } finally {
            open(target, plan.restricted());
            server().sql("SET GLOBAL event_scheduler = OFF; DROP VIEW shop.seen");
        }
    }

    private LockdownPlan close(DatabaseTarget target) throws InterruptedException {
        Gates gates = lockdown.look(target, EngineUnderTest.HOST, soon());
        LockdownPlan plan = LockdownRules.plan(gates, Protection.NONE);
        lockdown.set(
                target,
                EngineUnderTest.HOST,
                LockdownRules.toClose(plan.restricted(), gates),
                soon());
        assertThat(
                        LockdownRules.toClose(
                                plan.restricted(),
                                lockdown.look(target, EngineUnderTest.HOST, soon())))
                .isEmpty();
        return plan;
    }

    private List<String> open(DatabaseTarget target, List<Restriction> before)
            throws InterruptedException {
        LockdownRules.Release release =
                LockdownRules.toOpen(before, lockdown.look(target, EngineUnderTest.HOST, soon()));
        lockdown.set(target, EngineUnderTest.HOST, release.settings(), soon());
        return release.notes();
    }

    private DatabaseTarget as(String user) {
        return engine.account(server().target(), user, SECRET);
    }

    private int refusal(String user) {
        return refusal(user, SECRET);
    }

    /// The server's code; 0 when the user comes in.
    private int refusal(String user, String password) {
        try (Connection _ = connect(user, password)) {
            return 0;
        } catch (SQLException e) {
            return e.getErrorCode();
        }
    }

    private Connection connect(String user, String password) throws SQLException {
        return MonitoringRights.connect(server().port(), user, password);
    }

    /// A port that nobody listens on.
    private static DatabaseTarget elsewhere(DatabaseTarget target) {
        return new DatabaseTarget(
                target.engine(),
                target.host(),
                FreePort.find(),
                null,
                target.user(),
                target.password(),
                target.tls(),
                null);
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(30), System::nanoTime);
    }
}
