package io.caretaker.core.session;

import static io.caretaker.core.session.SomeSession.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Care;
import org.junit.jupiter.api.Test;

class CleanupExplanationTest {
    private static final SessionSnapshot SERVER =
            snapshot(
                    SomeSession.of("1", SessionState.IDLE_IN_TRANSACTION, 400),
                    SomeSession.of("2", SessionState.ACTIVE, 90).behind("1"),
                    SomeSession.of("3", SessionState.ACTIVE, 900).kind(SessionKind.BACKUP),
                    SomeSession.of("4", SessionState.IDLE, 7));

    private static final CleanupExplanation EXPLANATION =
            CleanupExplanation.of(SERVER, Care.DEFAULT);

    @Test
    void every_session_has_a_decision_with_its_reason() {
        assertThat(EXPLANATION.sessions())
                .extracting(each -> each.session().id(), CleanupExplanation.Verdict::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("1", CleanupExplanation.Kind.END),
                        org.assertj.core.groups.Tuple.tuple("2", CleanupExplanation.Kind.KEEP),
                        org.assertj.core.groups.Tuple.tuple("3", CleanupExplanation.Kind.SPARE),
                        org.assertj.core.groups.Tuple.tuple("4", CleanupExplanation.Kind.KEEP));
        assertThat(EXPLANATION.sessions())
                .extracting(CleanupExplanation.Verdict::reason)
                .containsExactly(
                        "blocks 1 session, the longest for 90 s; it runs no query, so it is"
                                + " terminated",
                        "its query runs for 90 s (limit 300 s), waiting",
                        "its query runs for 900 s; spared: a backup",
                        "idle for 7 s (limit 1800 s)");
    }

    @Test
    void the_rules_say_their_limit_and_how_much_there_is() {
        assertThat(EXPLANATION.rules())
                .containsExactly(
                        "blocking: after 60 s, once it is a warning (1); blocked_locks is 1",
                        "idle_in_transaction: after 300 s, once it is a warning (1);"
                                + " idle_in_transaction is 1",
                        "long_query: after 300 s, once it is a warning (1);"
                                + " long_running_queries is 1",
                        "idle: after 1800 s, once it is critical (50); total_connections is 4");
    }

    @Test
    void what_is_explained_is_what_is_planned() {
        CleanupPlan plan = CleanupRules.plan(SERVER, Care.DEFAULT);
        assertThat(
                        EXPLANATION.sessions().stream()
                                .filter(each -> each.kind() == CleanupExplanation.Kind.END)
                                .map(each -> each.session().id()))
                .containsExactlyElementsOf(
                        plan.victims().stream().map(each -> each.session().id()).toList());
    }
}
