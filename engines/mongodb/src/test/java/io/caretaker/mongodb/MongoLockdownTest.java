package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.LockdownPlan;
import io.caretaker.core.lockdown.LockdownRules;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.session.Protection;
import io.caretaker.testkit.server.ThisMachine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MongoLockdownTest {
    private static final Role READ = new Role("read", "shop");
    private static final Role WRITE = new Role("readWrite", "shop");
    private static final Role ROOT = new Role("root", "admin");

    private final FakeMongod server = new FakeMongod();
    private final FakeAccounts accounts = new FakeAccounts(server);
    private final MongoEngine engine =
            new MongoEngine(reference -> Secret.of("secret-4711"), new PlainNames());
    private final DatabaseLockdown lockdown = engine.lockdown().orElseThrow();
    private final HostAccess host = new ThisMachine();

    @AfterEach
    void close_both() {
        engine.close();
        server.close();
    }

    @Test
    void writes_and_accounts_can_be_restricted_and_administrators_are_not() throws Exception {
        accounts.account("shop.app", WRITE, READ)
                .account("admin.root", ROOT)
                .account("admin.dba", new Role("userAdminAnyDatabase", "admin"))
                .account("admin.dump", new Role("backup", "admin"))
                .account("shop.owner", new Role("dbOwner", "shop"))
                .account("admin.custom", new Role("operators", "admin"))
                .account("admin.nobody")
                .role(new Role("operators", "admin"), new Role("clusterAdmin", "admin"));

        Gates gates = look();

        assertThat(gates.fingerprint()).isEqualTo("5f672f52f162406d8b436322");
        assertThat(gates.standby()).isNull();
        assertThat(gates.way()).isEqualTo("as root");
        assertThat(gates.open())
                .extracting(Restriction::label)
                .containsExactly(
                        "writes by clients",
                        "account app@shop",
                        "account owner@shop",
                        "account nobody@admin");
        assertThat(gates.open().get(1).memo())
                .isEqualTo(
                        "[{\"role\": \"read\", \"db\": \"shop\"},"
                                + " {\"role\": \"readWrite\", \"db\": \"shop\"}]");
        assertThat(gates.exempt())
                .extracting(Gates.Exempt::reason)
                .containsExactly(
                        "caretaker's own account",
                        "an administrator (userAdminAnyDatabase)",
                        "a backup",
                        "an administrator (clusterAdmin), by its role operators");
        assertThat(gates.admitted())
                .contains("lose their rights at once", "bypassWriteBlockingMode");
    }

    @Test
    void a_lockdown_takes_the_roles_and_its_release_gives_back_the_very_same() throws Exception {
        accounts.account("shop.app", WRITE, READ)
                .account("$external.CN=me@home.org", READ)
                .account("admin.root", ROOT)
                .account("admin.nobody");
        LockdownPlan plan = LockdownRules.plan(look(), Protection.NONE);
        List<Restriction> before = LockdownRules.before(plan.restricted(), List.of(), look());

        close(plan);

        assertThat(accounts.blocked()).isTrue();
        assertThat(accounts.of("shop.app")).isEmpty();
        assertThat(accounts.of("$external.CN=me@home.org")).isEmpty();
        assertThat(accounts.of("admin.root")).containsExactly(ROOT);
        assertThat(LockdownRules.toClose(plan.restricted(), look())).isEmpty();

        assertThat(open(before)).isEmpty();

        assertThat(accounts.blocked()).isFalse();
        assertThat(accounts.of("shop.app")).containsExactlyInAnyOrder(WRITE, READ);
        assertThat(accounts.of("$external.CN=me@home.org")).containsExactly(READ);
        assertThat(accounts.of("admin.nobody")).isEmpty();
    }

    @Test
    void a_lockdown_that_was_interrupted_is_completed_and_taken_back() throws Exception {
        accounts.account("shop.a", READ).account("shop.b", WRITE).account("shop.c", READ);
        LockdownPlan plan = LockdownRules.plan(look(), Protection.NONE);
        List<Restriction> before = LockdownRules.before(plan.restricted(), List.of(), look());
        accounts.stopAfter(1);

        assertThatThrownBy(() -> close(plan)).isInstanceOf(Problem.class);
        assertThat(accounts.changes()).containsExactly("writes", "shop.a");
        List<Restriction> known = LockdownRules.before(plan.restricted(), before, look());
        assertThat(known).isEqualTo(before);

        accounts.stopAfter(Integer.MAX_VALUE);
        close(plan);
        assertThat(accounts.changes()).containsExactly("writes", "shop.a", "shop.b", "shop.c");

        assertThat(open(before)).isEmpty();
        assertThat(accounts.of("shop.a")).containsExactly(READ);
        assertThat(accounts.of("shop.b")).containsExactly(WRITE);
        assertThat(open(before)).isEmpty();
    }

    @Test
    void what_somebody_has_changed_meanwhile_stays() throws Exception {
        accounts.account("shop.a", READ).account("shop.b", READ).account("shop.c", READ);
        LockdownPlan plan = LockdownRules.plan(look(), Protection.NONE);
        List<Restriction> before = LockdownRules.before(plan.restricted(), List.of(), look());
        close(plan);
        accounts.account("shop.a", WRITE);
        accounts.remove("shop.b");

        List<String> notes = open(before);

        assertThat(accounts.of("shop.a")).containsExactly(WRITE);
        assertThat(accounts.of("shop.c")).containsExactly(READ);
        assertThat(notes).hasSize(2).anyMatch(note -> note.contains("does not exist any more"));
    }

    @Test
    void an_account_that_is_not_as_expected_is_left_alone() throws Exception {
        accounts.account("shop.a", READ);
        Restriction seen = look().open().getLast();
        accounts.account("shop.a", WRITE);

        lockdown.set(
                server.target(),
                host,
                List.of(new DatabaseLockdown.Setting(seen, seen.lockedDown())),
                deadline());

        assertThat(accounts.of("shop.a")).containsExactly(WRITE);
    }

    @Test
    void a_role_that_was_dropped_meanwhile_keeps_nobody_from_the_others() throws Exception {
        accounts.account("shop.a", READ, new Role("gone", "shop"));
        LockdownPlan plan = LockdownRules.plan(look(), Protection.NONE);
        List<Restriction> before = LockdownRules.before(plan.restricted(), List.of(), look());
        close(plan);
        accounts.drop("gone");

        open(before);

        assertThat(accounts.of("shop.a")).containsExactly(READ);
    }

    @Test
    void a_secondary_is_not_locked_down() throws Exception {
        server.hello(
                Map.of(
                        "setName",
                        "rs0",
                        "isWritablePrimary",
                        false,
                        "ismaster",
                        false,
                        "secondary",
                        true,
                        "primary",
                        "a:1",
                        "hosts",
                        List.of("a:1"),
                        "me",
                        "b:1"));
        accounts.account("shop.a", READ);

        Gates gates = look();

        assertThat(gates.standby()).contains("not the primary", "rs0", "a:1");
        assertThatThrownBy(() -> close(LockdownRules.plan(gates, Protection.NONE)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.DENIED));
        assertThat(accounts.changes()).isEmpty();
    }

    @Test
    void a_step_down_meanwhile_is_a_failure_with_the_servers_words() throws Exception {
        accounts.account("shop.a", READ);
        LockdownPlan plan = LockdownRules.plan(look(), Protection.NONE);
        server.fail("setUserWriteBlockMode", 10107, "NotWritablePrimary");

        assertThatThrownBy(() -> close(plan))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.message()).contains("NotWritablePrimary"));
    }

    @Test
    void every_change_has_a_limit_that_the_server_holds() throws Exception {
        accounts.account("shop.a", READ);
        LockdownPlan plan = LockdownRules.plan(look(), Protection.NONE);
        server.asked();

        close(plan);

        assertThat(server.asked())
                .filteredOn(each ->
                        each.containsKey("updateUser") || each.containsKey("setUserWriteBlockMode"))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).containsKey("maxTimeMS"));
    }

    @Test
    void a_block_that_does_not_get_the_servers_lock_says_so() throws Exception {
        LockdownPlan plan = LockdownRules.plan(look(), Protection.NONE);
        server.fail("setUserWriteBlockMode", 50, "MaxTimeMSExpired");

        assertThatThrownBy(() -> close(plan))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.FAILED);
                            assertThat(problem.message()).contains("in time");
                            assertThat(problem.hint()).contains("transaction");
                        });
    }

    @Test
    void a_config_server_has_its_accounts_restricted_and_not_its_writes() throws Exception {
        accounts.account("shop.a", READ);
        server.hello(
                Map.of("setName", "cfg", "configsvr", 2, "hosts", List.of("a:1"), "me", "a:1"));

        Gates gates = look();

        assertThat(gates.open()).extracting(Restriction::label).containsExactly("account a@shop");
        assertThat(gates.admitted()).contains("by its routers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{security: {authorization: 'enabled', ldap: {authz: {queryTemplate: '{USER}'}}}}",
                "{setParameter: {oidcIdentityProviders: '[]'}}"
            })
    void whose_rights_are_kept_elsewhere_is_said_to_keep_them(String parsed) throws Exception {
        accounts.account("shop.a", READ);
        assertThat(look().admitted()).doesNotContain("LDAP");
        server.answer(
                "getCmdLineOpts",
                Wire.of(org.bson.Document.parse("{parsed: " + parsed + ", ok: 1}")));

        assertThat(look().admitted()).contains("by LDAP or OpenID Connect keeps");
    }

    @Test
    void without_access_control_only_writes_are_blocked_and_said_so() throws Exception {
        accounts.account("shop.a", READ).logIn(null);

        Gates gates = look();

        assertThat(gates.open())
                .extracting(Restriction::label)
                .containsExactly("writes by clients");
        assertThat(gates.admitted()).contains("access control is off", "still connects and reads");
    }

    @Test
    void an_old_server_without_access_control_can_refuse_nothing() {
        accounts.logIn(null);
        server.answer("buildInfo", new Document("version", "5.0.31").append("ok", 1));

        assertThatThrownBy(this::look)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
                            assertThat(problem.message())
                                    .contains("nothing can be refused", "5.0.31", "6.0");
                            assertThat(problem.hint()).contains("firewall");
                        });
    }

    @Test
    void an_old_server_with_access_control_has_its_accounts_restricted() throws Exception {
        accounts.account("shop.a", READ);
        server.answer("buildInfo", new Document("version", "4.2.8").append("ok", 1));

        Gates gates = look();

        assertThat(gates.open()).extracting(Restriction::label).containsExactly("account a@shop");
        assertThat(gates.admitted()).contains("4.2.8 cannot block writes");
    }

    @Test
    void an_account_that_may_do_neither_is_told_what_it_takes() {
        accounts.logIn("caretaker_monitor", "inprog");
        server.fail("usersInfo", 13, "Unauthorized");

        assertThatThrownBy(this::look)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
                            assertThat(problem.hint())
                                    .contains("userAdminAnyDatabase", "setUserWriteBlockMode");
                        });
    }

    @Test
    void an_account_that_may_block_writes_only_does_that_and_says_who_is_let_in() throws Exception {
        accounts.logIn("caretaker_monitor", "setUserWriteBlockMode");
        server.fail("usersInfo", 13, "Unauthorized");

        Gates gates = look();

        assertThat(gates.open())
                .extracting(Restriction::label)
                .containsExactly("writes by clients");
        assertThat(gates.admitted()).contains("everybody still logs in and reads");
    }

    @Test
    void roles_that_cannot_be_looked_up_are_left_to_their_accounts() throws Exception {
        accounts.account("shop.a", new Role("mystery", "shop"));
        server.fail("rolesInfo", 13, "Unauthorized");

        assertThat(look().exempt())
                .singleElement()
                .satisfies(exempt -> assertThat(exempt.reason()).contains("mystery", "viewRole"));
    }

    @Test
    void a_block_that_the_server_cannot_look_at_now_is_not_taken_for_open() {
        server.answer(
                "serverStatus",
                new Document("repl", new Document("userWriteBlockMode", 0)).append("ok", 1));

        assertThatThrownBy(this::look)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.FAILED);
                            assertThat(problem.hint()).contains("try again");
                        });
    }

    @Test
    void behind_a_router_the_block_is_the_clusters_and_read_where_the_cluster_keeps_it()
            throws Exception {
        accounts.account("shop.a", READ);
        server.hello(Map.of("msg", "isdbgrid"))
                .answer(
                        "find",
                        asked ->
                                new Document(
                                                "cursor",
                                                new Document("id", 0L)
                                                        .append("ns", "config.any")
                                                        .append("firstBatch", List.of(kept(asked))))
                                        .append("ok", 1));

        Gates gates = look();

        assertThat(gates.standby()).isNull();
        assertThat(gates.fingerprint()).isEqualTo("5f672f52f162406d8b436322");
        assertThat(gates.open().getFirst().allowed()).isFalse();
        assertThat(gates.admitted()).contains("within half a minute");
    }

    private static Document kept(Document asked) {
        return "version".equals(asked.get("find"))
                ? new Document("clusterId", new ObjectId("5f672f52f162406d8b436322"))
                : new Document("blockUserWrites", true);
    }

    @Test
    void where_nobody_listens_it_is_unreachable() {
        server.stop();

        assertThatThrownBy(this::look)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNREACHABLE));
    }

    private Gates look() throws InterruptedException {
        return lockdown.look(server.target(), host, deadline());
    }

    private void close(LockdownPlan plan) throws InterruptedException {
        lockdown.set(
                server.target(),
                host,
                LockdownRules.toClose(plan.restricted(), look()),
                deadline());
    }

    private List<String> open(List<Restriction> before) throws InterruptedException {
        LockdownRules.Release release = LockdownRules.toOpen(before, look());
        lockdown.set(server.target(), host, release.settings(), deadline());
        return release.notes();
    }

    private static Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(20), System::nanoTime);
    }
}
