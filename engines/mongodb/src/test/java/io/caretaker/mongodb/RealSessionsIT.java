package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCursor;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.LockdownPlan;
import io.caretaker.core.lockdown.LockdownRules;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileLevel;
import io.caretaker.core.profile.ProfileOrder;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import io.caretaker.core.session.SessionsReply;
import io.caretaker.testkit.server.ThisMachine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Seeing and ending, locking down and profiling a real server, the only member of a replica set
/// with access control, see [RealMongod].
final class RealSessionsIT {
    private static final String LITERAL = "row-data-4711";
    private static final Secret GUEST = Secret.of("guest-4711");

    private final RealMongod server = RealMongod.member();
    private MongoEngine engine = new MongoEngine(_ -> server.password(), new PlainNames());

    @BeforeEach
    void start() {
        server.start();
        try (MongoClient client = server.client()) {
            client.getDatabase("shop")
                    .getCollection("orders")
                    .insertMany(
                            IntStream.range(0, 500)
                                    .mapToObj(i -> new Document("_id", i).append("n", i))
                                    .toList());
        }
    }

    @AfterEach
    void close_both() {
        engine.close();
        server.close();
    }

    @Test
    void a_long_operation_is_seen_without_its_values_and_is_really_ended() throws Exception {
        try (MongoClient guest = server.client()) {
            CompletableFuture<?> work = sleeping(guest);
            DatabaseSession session =
                    await(each -> each.query() != null && each.query().contains("$where"));

            assertThat(session.state()).isEqualTo(SessionState.ACTIVE);
            assertThat(session.user()).isEqualTo("admin");
            assertThat(session.querySince()).isNotNull();
            assertThat(look().toString()).doesNotContain(LITERAL);

            EndReply reply = end(session, EndMethod.CANCEL);

            assertThat(reply).isEqualTo(new EndReply.Done());
            Assertions.assertThatThrownBy(() -> work.get(20, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(MongoException.class);
            assertThat(end(session, EndMethod.CANCEL)).isEqualTo(new EndReply.Gone());
        }
    }

    @Test
    void an_idle_transaction_is_seen_with_its_owner_and_ended() throws Exception {
        try (MongoClient guest = server.client();
                ClientSession transaction = guest.startSession()) {
            transaction.startTransaction();
            guest.getDatabase("shop")
                    .getCollection("orders")
                    .insertOne(transaction, new Document("x", 1));
            DatabaseSession session = await(each -> each.state().idleInTransaction());

            assertThat(session.user()).isEqualTo("admin");
            assertThat(session.transactionSince()).isNotNull();
            assertThat(session.endable()).isNull();

            assertThat(end(session, EndMethod.TERMINATE)).isEqualTo(new EndReply.Done());
            Assertions.assertThatThrownBy(transaction::commitTransaction)
                    .isInstanceOf(MongoException.class);
        }
    }

    @Test
    void a_transaction_that_goes_on_meanwhile_is_left_alone() throws Exception {
        try (MongoClient guest = server.client();
                ClientSession transaction = guest.startSession()) {
            var orders = guest.getDatabase("shop").getCollection("orders");
            transaction.startTransaction();
            orders.insertOne(transaction, new Document("x", 1));
            DatabaseSession session = await(each -> each.state().idleInTransaction());
            orders.insertOne(transaction, new Document("x", 2));

            assertThat(end(session, EndMethod.TERMINATE)).isEqualTo(new EndReply.Gone());
            transaction.commitTransaction();
        }
    }

    @Test
    void an_idle_cursor_is_seen_and_closed() throws Exception {
        try (MongoClient guest = server.client();
                MongoCursor<Document> cursor =
                        guest.getDatabase("shop")
                                .getCollection("orders")
                                .find(new Document("n", new Document("$gte", 0)))
                                .batchSize(2)
                                .iterator()) {
            cursor.next();
            DatabaseSession session = await(each -> each.id().startsWith("cursor:"));

            assertThat(session.user()).isEqualTo("admin");
            assertThat(end(session, EndMethod.TERMINATE)).isEqualTo(new EndReply.Done());
        }
    }

    @Test
    void the_least_privileges_that_adoption_asks_for_are_enough() throws Exception {
        try (MongoClient administrator = server.client()) {
            administrator
                    .getDatabase("admin")
                    .runCommand(
                            new Document("createRole", Adoption.ROLE)
                                    .append(
                                            "privileges",
                                            List.of(
                                                    new Document(
                                                                    "resource",
                                                                    new Document("cluster", true))
                                                            .append(
                                                                    "actions",
                                                                    List.of(
                                                                            "inprog",
                                                                            "killop",
                                                                            "killAnySession",
                                                                            "killAnyCursor"))))
                                    .append("roles", List.of()));
            DatabaseTarget caretaker =
                    server.account(
                            Adoption.ACCOUNT,
                            GUEST,
                            List.of(role("clusterMonitor"), role(Adoption.ROLE)));
            engine.close();
            engine = new MongoEngine(_ -> GUEST, new PlainNames());
            CompletableFuture<?> work = sleeping(administrator);

            DatabaseSession session =
                    await(
                            caretaker,
                            each -> each.query() != null && each.query().contains("$where"));

            assertThat(session.endable()).isNull();
            assertThat(look(caretaker).notes()).isEmpty();
            assertThat(look(caretaker).fingerprint()).isNotBlank();
            assertThat(
                            engine.sessions()
                                    .orElseThrow()
                                    .end(
                                            caretaker,
                                            session.key(),
                                            session.stateSince(),
                                            EndMethod.TERMINATE,
                                            deadline()))
                    .isEqualTo(new EndReply.Done());
            assertThat(work.handle((_, problem) -> problem != null).get(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void a_lockdown_shuts_accounts_out_and_its_release_gives_back_the_very_same() throws Exception {
        DatabaseTarget application =
                server.account(
                        "app",
                        GUEST,
                        List.of(
                                new Document("role", "readWrite").append("db", "shop"),
                                new Document("role", "read").append("db", "other")));
        try (MongoClient guest =
                new LogIn(application, _ -> GUEST, new PlainNames()).client(new Heartbeats())) {
            insert(guest);
            DatabaseLockdown lockdown = engine.lockdown().orElseThrow();
            var host = new ThisMachine();
            Gates gates = lockdown.look(server.target(), host, deadline());
            LockdownPlan plan = LockdownRules.plan(gates, Protection.NONE);
            List<Restriction> before = LockdownRules.before(plan.restricted(), List.of(), gates);

            lockdown.set(
                    server.target(),
                    host,
                    LockdownRules.toClose(plan.restricted(), gates),
                    deadline());

            Assertions.assertThatThrownBy(() -> insert(guest)).isInstanceOf(MongoException.class);
            Gates closed = lockdown.look(server.target(), host, deadline());
            assertThat(LockdownRules.toClose(plan.restricted(), closed)).isEmpty();

            LockdownRules.Release release = LockdownRules.toOpen(before, closed);
            lockdown.set(server.target(), host, release.settings(), deadline());

            insert(guest);
            assertThat(release.notes()).isEmpty();
            assertThat(lockdown.look(server.target(), host, deadline()).open())
                    .isEqualTo(gates.open());
        }
    }

    @Test
    void the_profiler_is_switched_and_switched_back() throws Exception {
        var profiler = engine.profiler().orElseThrow();
        Profile before = profiler.look(server.target(), "shop", deadline());

        profiler.set(
                server.target(), "shop", new ProfileOrder(ProfileLevel.SLOW, 7L, 0.5), deadline());

        assertThat(profiler.look(server.target(), "shop", deadline()))
                .isEqualTo(new Profile("shop", ProfileLevel.SLOW, 7L, 0.5, null));
        profiler.set(server.target(), "shop", before.order(), deadline());
        assertThat(profiler.look(server.target(), "shop", deadline())).isEqualTo(before);
        assertThat(profiler.all(server.target(), deadline()))
                .extracting(Profile::database)
                .contains("shop");
    }

    private static void insert(MongoClient client) {
        client.getDatabase("shop").getCollection("orders").insertOne(new Document("by", "app"));
    }

    /// Takes minutes, and has [#LITERAL] in it.
    private static CompletableFuture<?> sleeping(MongoClient client) {
        var done = new CompletableFuture<@Nullable Document>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        done.complete(
                                client.getDatabase("shop")
                                        .getCollection("orders")
                                        .find(
                                                new Document(
                                                        "$where",
                                                        "sleep(1000) || this.x == '"
                                                                + LITERAL
                                                                + "'"))
                                        .first());
                    } catch (MongoException e) {
                        done.completeExceptionally(new CompletionException(e));
                    }
                });
        return done;
    }

    private static Document role(String name) {
        return new Document("role", name).append("db", "admin");
    }

    private SessionSnapshot look() throws InterruptedException {
        return look(server.target());
    }

    private SessionSnapshot look(DatabaseTarget target) throws InterruptedException {
        SessionsReply reply = engine.sessions().orElseThrow().look(target, deadline());
        assertThat(reply).isInstanceOf(SessionsReply.Seen.class);
        return ((SessionsReply.Seen) reply).snapshot();
    }

    private DatabaseSession await(Predicate<DatabaseSession> condition)
            throws InterruptedException {
        return await(server.target(), condition);
    }

    private DatabaseSession await(DatabaseTarget target, Predicate<DatabaseSession> condition)
            throws InterruptedException {
        Deadline limit = deadline();
        while (true) {
            SessionSnapshot snapshot = look(target);
            for (DatabaseSession session : snapshot.sessions()) {
                if (condition.test(session)) {
                    return session;
                }
            }
            assertThat(limit.expired()).as("not so after a while: %s", snapshot).isFalse();
            LockSupport.parkNanos(20_000_000);
        }
    }

    private EndReply end(DatabaseSession session, EndMethod method) throws InterruptedException {
        return engine.sessions()
                .orElseThrow()
                .end(server.target(), session.key(), session.stateSince(), method, deadline());
    }

    private static Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(20), System::nanoTime);
    }
}
