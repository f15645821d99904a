package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileLevel;
import io.caretaker.core.profile.ProfileOrder;
import io.caretaker.core.profile.QueryProfiler;
import io.caretaker.core.secret.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MongoProfilerTest {
    private final FakeMongod server = new FakeMongod();
    private final MongoEngine engine =
            new MongoEngine(reference -> Secret.of("secret-4711"), new PlainNames());
    private final QueryProfiler profiler = engine.profiler().orElseThrow();
    private final Map<String, Integer> levels = new ConcurrentHashMap<>();
    private volatile Object slow = 100;
    private volatile Object rate = 1.0;
    private volatile @Nullable Document filter;

    MongoProfilerTest() {
        server.answer("profile", this::profile)
                .answer(
                        "listDatabases",
                        new Document(
                                        "databases",
                                        List.of(
                                                new Document("name", "admin"),
                                                new Document("name", "local"),
                                                new Document("name", "shop")))
                                .append("ok", 1));
    }

    /// As a server does it: the level is the database's, the rest the server's.
    private Document profile(Document asked) {
        String database = String.valueOf(asked.get("$db"));
        int was = levels.getOrDefault(database, 0);
        var reply = new Document("was", was).append("slowms", slow).append("sampleRate", rate);
        if (filter != null) {
            reply.append("filter", filter);
        }
        int wanted = Integer.parseInt(String.valueOf(asked.get("profile")));
        if (wanted >= 0) {
            levels.put(database, wanted);
            slow = asked.getOrDefault("slowms", slow);
            rate = asked.getOrDefault("sampleRate", rate);
            assertThat(asked).doesNotContainKey("filter");
        }
        return reply.append("ok", 1);
    }

    @AfterEach
    void close_both() {
        engine.close();
        server.close();
    }

    @Test
    void the_profilers_of_all_databases_are_shown_without_that_of_the_members_own()
            throws Exception {
        levels.put("shop", 1);

        assertThat(profiler.all(server.target(), deadline()))
                .containsExactly(
                        new Profile("admin", ProfileLevel.OFF, 100L, 1.0, null),
                        new Profile("shop", ProfileLevel.SLOW, 100L, 1.0, null));
    }

    @Test
    void a_change_is_seen_and_can_be_undone_by_what_was_before() throws Exception {
        Profile before = profiler.look(server.target(), "shop", deadline());

        profiler.set(
                server.target(), "shop", new ProfileOrder(ProfileLevel.ALL, 20L, 0.5), deadline());

        assertThat(profiler.look(server.target(), "shop", deadline()))
                .isEqualTo(new Profile("shop", ProfileLevel.ALL, 20L, 0.5, null));
        assertThat(levels).doesNotContainKey("admin");
        profiler.set(server.target(), "shop", before.order(), deadline());
        assertThat(profiler.look(server.target(), "shop", deadline())).isEqualTo(before);
    }

    @Test
    void a_filter_is_shown_and_left_as_it_is() throws Exception {
        filter = new Document("ns", "shop.orders");

        profiler.set(
                server.target(),
                "shop",
                new ProfileOrder(ProfileLevel.SLOW, null, null),
                deadline());

        Profile after = profiler.look(server.target(), "shop", deadline());
        assertThat(after.filter()).isEqualTo("{\"ns\": \"shop.orders\"}");
        assertThat(after.slowMillis()).isEqualTo(100);
    }

    @Test
    void a_database_that_is_not_there_is_not_made_by_profiling_it() {
        var order = new ProfileOrder(ProfileLevel.SLOW, null, null);

        assertThatThrownBy(() -> profiler.set(server.target(), "shpo", order, deadline()))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.INVALID);
                            assertThat(problem.message()).contains("no database shpo");
                        });
        assertThatThrownBy(() -> profiler.look(server.target(), "shpo", deadline()))
                .isInstanceOf(Problem.class);
        assertThat(levels).isEmpty();
    }

    static List<Object> numbers() {
        return List.of(100, 100L, 100.0, new Decimal128(BigDecimal.valueOf(100)));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbers_come_in_all_types(Object number) throws Exception {
        slow = number;

        assertThat(profiler.look(server.target(), "shop", deadline()).slowMillis()).isEqualTo(100);
    }

    @Test
    void what_a_server_does_not_tell_is_not_made_up() throws Exception {
        server.answer("profile", new Document("was", 1).append("future", "x").append("ok", 1));

        assertThat(profiler.look(server.target(), "shop", deadline()))
                .isEqualTo(new Profile("shop", ProfileLevel.SLOW, null, null, null));
    }

    @Test
    void a_router_has_none() {
        server.hello(Map.of("msg", "isdbgrid"));

        assertThatThrownBy(() -> profiler.look(server.target(), "shop", deadline()))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.INVALID);
                            assertThat(problem.message()).contains("router");
                        });
    }

    @Test
    void who_may_not_is_told_the_action_and_the_role() {
        server.fail("profile", 13, "Unauthorized");

        assertThatThrownBy(() -> profiler.look(server.target(), "shop", deadline()))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.DENIED);
                            assertThat(problem.hint()).contains("enableProfiler", "dbAdmin");
                        });
    }

    @Test
    void where_nobody_listens_it_is_unreachable() {
        server.stop();

        assertThatThrownBy(() -> profiler.all(server.target(), deadline()))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNREACHABLE));
    }

    private static Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(20), System::nanoTime);
    }
}
