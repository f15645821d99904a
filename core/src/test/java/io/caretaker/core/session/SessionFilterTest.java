package io.caretaker.core.session;

import static io.caretaker.core.session.SomeSession.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.session.SessionFilter.Trait;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionFilterTest {
    private static final SessionSnapshot SERVER =
            snapshot(
                    SomeSession.of("1", SessionState.IDLE, 900),
                    SomeSession.of("2", SessionState.IDLE_IN_TRANSACTION, 400).user("batch"),
                    SomeSession.of("3", SessionState.ACTIVE, 20).behind("2"),
                    SomeSession.of("4", SessionState.ACTIVE, 1),
                    SomeSession.of("5", SessionState.UNKNOWN, 9).kind(SessionKind.SYSTEM),
                    SomeSession.of("6", SessionState.ACTIVE, 0).kind(SessionKind.OWN),
                    SomeSession.of("7", SessionState.ACTIVE, 50).kind(SessionKind.REPLICATION));

    private static List<String> ids(SessionFilter filter) {
        return filter.of(SERVER).stream().map(DatabaseSession::id).toList();
    }

    private static List<String> wanted(Trait... traits) {
        return ids(
                new SessionFilter(
                        Set.of(traits),
                        Duration.ofSeconds(20),
                        null,
                        null,
                        null,
                        Duration.ZERO,
                        false));
    }

    private static List<String> named(@Nullable String user, @Nullable String application) {
        return ids(
                new SessionFilter(
                        Set.of(), Duration.ZERO, user, application, null, Duration.ZERO, false));
    }

    @Test
    void everybodys_sessions_are_without_the_servers_own_and_caretakers() {
        assertThat(ids(SessionFilter.everybody(false))).containsExactly("1", "2", "3", "4", "7");
        assertThat(ids(SessionFilter.everybody(true))).hasSize(7);
    }

    @Test
    void each_trait_finds_its_own() {
        assertThat(wanted(Trait.IDLE)).containsExactly("1");
        assertThat(wanted(Trait.IDLE_IN_TRANSACTION)).containsExactly("2");
        assertThat(wanted(Trait.ACTIVE)).containsExactly("3", "4", "7");
        assertThat(wanted(Trait.LONG)).containsExactly("3", "7");
        assertThat(wanted(Trait.BLOCKING)).containsExactly("2");
        assertThat(wanted(Trait.BLOCKED)).containsExactly("3");
    }

    @Test
    void several_traits_find_what_is_any_of_them() {
        assertThat(wanted(Trait.BLOCKING, Trait.BLOCKED)).containsExactly("2", "3");
    }

    @Test
    void names_are_patterns_and_age_is_a_least_one() {
        assertThat(named("ba*", null)).containsExactly("2");
        assertThat(named(null, "web?")).isEmpty();
        assertThat(
                        ids(
                                new SessionFilter(
                                        Set.of(),
                                        Duration.ZERO,
                                        null,
                                        null,
                                        null,
                                        Duration.ofSeconds(400),
                                        false)))
                .containsExactly("1", "2");
    }

    @Test
    void orders_are_longest_first_and_numbers_by_value() {
        assertThat(
                        SERVER.sessions().stream()
                                .sorted(SessionOrder.AGE.at(SERVER.at()))
                                .map(DatabaseSession::id))
                .startsWith("1", "2", "7");
        assertThat(
                        snapshot(
                                        SomeSession.of("100", SessionState.IDLE, 1),
                                        SomeSession.of("20", SessionState.IDLE, 1))
                                .sessions()
                                .stream()
                                .sorted(SessionOrder.PID.at(SERVER.at()))
                                .map(DatabaseSession::id))
                .containsExactly("20", "100");
    }
}
