package io.caretaker.core.session;

import static io.caretaker.core.session.Someone.active;
import static io.caretaker.core.session.Someone.idle;
import static io.caretaker.core.session.Someone.inTransaction;
import static io.caretaker.core.session.Someone.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.Thresholds;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.CleanupPolicy.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanupRulesTest {
    private Care care = Care.DEFAULT;

    @Test
    void the_root_of_a_chain_is_ended_and_nobody_who_waits() {
        CleanupPlan plan = plan(active("1", 70), waiting("2", 65, "1"), waiting("3", 64, "2"));

        assertThat(words(plan))
                .containsExactly("cancel 1: blocks 2 sessions, the longest for 65 s");
        assertThat(plan.victims().getFirst().waiting()).isEqualTo(2);
        assertThat(plan.spared()).isEmpty();
    }

    @Test
    void a_root_that_runs_nothing_is_terminated_at_once() {
        assertThat(words(plan(inTransaction("1", 70), waiting("2", 60, "1"))))
                .containsExactly("terminate 1: blocks 1 session, the longest for 60 s");
    }

    @Test
    void a_root_is_left_alone_until_somebody_has_waited_long_enough() {
        assertThat(plan(active("1", 299), waiting("2", 59, "1")))
                .isEqualTo(new CleanupPlan(List.of(), List.of(), List.of()));
    }

    @Test
    void whose_turn_has_just_come_is_not_ended_for_the_length_of_the_queue() {
        CleanupPlan plan = plan(active("1", 5), waiting("2", 3, "1"), waiting("3", 600, "2"));

        assertThat(plan.victims()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = SessionKind.class, names = "CLIENT", mode = EnumSource.Mode.EXCLUDE)
    void a_root_that_is_no_client_spares_itself_and_all_behind_it(SessionKind kind) {
        CleanupPlan plan =
                plan(active("1", 700).kind(kind), waiting("2", 600, "1"), waiting("3", 600, "2"));

        assertThat(plan.victims()).isEmpty();
        assertThat(spared(plan))
                .contains(
                        "1: blocks 2 sessions, the longest for 600 s; spared: " + kind.words(),
                        "2: its query runs for 600 s, but only waits for session 1");
    }

    @Test
    void a_prepared_root_says_how_it_ends() {
        CleanupPlan plan =
                plan(
                        inTransaction("prepared:x", 70)
                                .kind(SessionKind.PREPARED)
                                .notEndable("ROLLBACK PREPARED 'x'"),
                        waiting("2", 61, "prepared:x"));

        assertThat(spared(plan).getFirst())
                .endsWith("spared: a prepared transaction; ROLLBACK PREPARED 'x'");
    }

    @Test
    void a_protected_root_is_spared_and_named() {
        care = with(new Protection(List.of("boss"), List.of(), List.of()));

        CleanupPlan plan = plan(inTransaction("1", 70).user("boss"), waiting("2", 61, "1"));

        assertThat(plan.victims()).isEmpty();
        assertThat(spared(plan))
                .containsExactly(
                        "1: blocks 1 session, the longest for 61 s; spared: protected user boss");
    }

    @Test
    void a_root_that_the_account_may_not_end_is_told_with_the_grant_and_takes_nobodys_place() {
        CleanupPlan plan =
                plan(active("1", 70).notEndable("GRANT pg_signal_backend"), waiting("2", 61, "1"));

        assertThat(plan.victims()).isEmpty();
        assertThat(spared(plan)).isEmpty();
        assertThat(plan.unable())
                .singleElement()
                .extracting(CleanupPlan::obstacle)
                .isEqualTo("GRANT pg_signal_backend");
    }

    @Test
    void a_deadlock_is_left_to_the_server() {
        CleanupPlan plan = plan(waiting("1", 90, "2"), waiting("2", 80, "1"));

        assertThat(plan.victims()).isEmpty();
        assertThat(spared(plan).getFirst()).contains("deadlock");
    }

    @Test
    void a_root_that_waits_for_somebody_unseen_is_spared() {
        CleanupPlan plan = plan(waiting("1", 90, "99"), waiting("2", 80, "1"));

        assertThat(plan.victims()).isEmpty();
        assertThat(spared(plan))
                .containsExactly(
                        "1: blocks 1 session, the longest for 80 s, but waits itself for session"
                                + " 99, not seen now");
    }

    @Test
    void who_is_idle_in_a_transaction_for_long_is_terminated() {
        assertThat(
                        words(
                                plan(
                                        inTransaction("1", 300),
                                        inTransaction("2", 299),
                                        inTransaction("3", 400)
                                                .state(SessionState.IDLE_IN_ABORTED_TRANSACTION))))
                .containsExactly(
                        "terminate 3: idle in transaction (aborted) for 400 s",
                        "terminate 1: idle in transaction for 300 s");
    }

    @Test
    void a_long_query_is_cancelled() {
        assertThat(words(plan(active("1", 301), active("2", 10))))
                .containsExactly("cancel 1: its query runs for 301 s");
    }

    @Test
    void who_only_waits_is_never_ended_for_a_long_query() {
        CleanupPlan plan = plan(active("1", 10), waiting("2", 400, "1"));

        assertThat(words(plan))
                .containsExactly("cancel 1: blocks 1 session, the longest for 400 s");
        assertThat(spared(plan))
                .containsExactly("2: its query runs for 400 s, but only waits for session 1");
    }

    @Test
    void long_work_of_the_server_and_of_caretaker_is_not_worth_a_word() {
        assertThat(
                        plan(
                                active("1", 9_000).kind(SessionKind.SYSTEM),
                                active("2", 9_000).kind(SessionKind.OWN)))
                .isEqualTo(new CleanupPlan(List.of(), List.of(), List.of()));
    }

    @Test
    void nothing_is_ended_before_the_metric_is_as_bad_as_asked_for() {
        limit(Offence.IDLE_IN_TRANSACTION, HealthStatus.CRITICAL);

        CleanupPlan two = plan(inTransaction("1", 400), inTransaction("2", 9));
        CleanupPlan three =
                plan(inTransaction("1", 400), inTransaction("2", 9), inTransaction("3", 9));

        assertThat(two.victims()).isEmpty();
        assertThat(spared(two))
                .containsExactly(
                        "1: idle in transaction for 400 s; spared: idle_in_transaction is 2, and not"
                                + " critical yet");
        assertThat(words(three)).containsExactly("terminate 1: idle in transaction for 400 s");
    }

    @Test
    void who_is_spared_for_one_offence_may_be_ended_for_another() {
        limit(Offence.BLOCKING, HealthStatus.CRITICAL);

        CleanupPlan plan = plan(inTransaction("1", 400), waiting("2", 61, "1"));

        assertThat(words(plan)).containsExactly("terminate 1: idle in transaction for 400 s");
        assertThat(plan.victims().getFirst().waiting()).isEqualTo(1);
        assertThat(plan.spared()).isEmpty();
    }

    @Test
    void without_a_threshold_the_age_alone_decides() {
        care =
                new Care(
                        new Thresholds(Map.of()),
                        care.cleanup(),
                        care.protection(),
                        care.longQuery(),
                        false);
        limit(Offence.IDLE_IN_TRANSACTION, HealthStatus.CRITICAL);

        assertThat(plan(inTransaction("1", 400)).victims()).hasSize(1);
    }

    @Test
    void an_offence_that_is_switched_off_ends_nobody() {
        for (Offence offence : Offence.values()) {
            care =
                    with(
                            care.cleanup()
                                    .with(
                                            offence,
                                            new Limit(false, Duration.ZERO, HealthStatus.WARNING)));
        }

        assertThat(
                        plan(
                                inTransaction("1", 9_000),
                                waiting("2", 9_000, "1"),
                                active("3", 9_000),
                                idle("4", 9_000)))
                .isEqualTo(new CleanupPlan(List.of(), List.of(), List.of()));
    }

    @Test
    void at_most_so_many_are_ended_the_worst_first() {
        care = with(care.cleanup().atMost(2));

        CleanupPlan plan =
                plan(
                        active("long", 500),
                        inTransaction("older", 401),
                        inTransaction("root", 61),
                        waiting("waiter", 60, "root"),
                        inTransaction("old", 400));

        assertThat(plan.victims())
                .extracting(each -> each.session().id())
                .containsExactly("root", "older");
        assertThat(spared(plan))
                .containsExactly(
                        "old: idle in transaction for 400 s; spared: at most 2 sessions are ended"
                                + " at a time",
                        "long: its query runs for 500 s; spared: at most 2 sessions are ended at a"
                                + " time");
    }

    @Test
    void of_idle_sessions_only_as_many_go_as_are_needed_the_longest_idle_first() {
        List<Someone> all =
                new ArrayList<>(IntStream.range(0, 45).mapToObj(i -> active("a" + i, 1)).toList());
        IntStream.range(0, 20).forEach(i -> all.add(idle("i" + i, 1_795 + i)));
        care = with(care.cleanup().atMost(10_000));

        CleanupPlan some = CleanupRules.plan(Someone.snapshot(all), care);

        assertThat(some.victims()).hasSize(15);
        assertThat(some.victims().getFirst().session().id()).isEqualTo("i19");
        assertThat(some.victims().getFirst().reason())
                .isEqualTo("idle for 1814 s with 65 connections");
        assertThat(CleanupRules.plan(Someone.snapshot(all.subList(0, 49)), care).victims())
                .isEmpty();
    }

    @Test
    void idle_sessions_stop_to_go_below_the_warning() {
        List<Someone> all = IntStream.range(0, 60).mapToObj(i -> idle("i" + i, 2_000)).toList();
        care = with(care.cleanup().atMost(10_000));

        assertThat(CleanupRules.plan(Someone.snapshot(all), care).victims()).hasSize(31);
    }

    @Test
    void the_limit_of_connections_counts_those_ended_for_other_reasons() {
        List<Someone> all =
                new ArrayList<>(
                        IntStream.range(0, 49).mapToObj(i -> idle("i" + i, 2_000)).toList());
        all.add(inTransaction("t", 400));
        care = with(care.cleanup().atMost(10_000));

        assertThat(CleanupRules.plan(Someone.snapshot(all), care).victims()).hasSize(21);
    }

    @Test
    void a_limit_of_zero_ends_whoever_is_there_at_all() {
        care =
                with(
                        care.cleanup()
                                .with(
                                        Offence.LONG_QUERY,
                                        new Limit(true, Duration.ZERO, HealthStatus.WARNING)));

        assertThat(words(plan(active("1", 0)))).containsExactly("cancel 1: its query runs for 0 s");
    }

    @Test
    void who_still_blocks_or_runs_the_same_query_is_still_guilty() {
        Victim root = plan(active("1", 70), waiting("2", 60, "1")).victims().getFirst();
        Victim query = plan(active("1", 400)).victims().getFirst();

        assertThat(still(root, active("1", 5), waiting("2", 70, "1"))).isTrue();
        assertThat(still(root, active("1", 5))).isFalse();
        assertThat(still(root)).isFalse();
        assertThat(still(query, active("1", 400))).isTrue();
        assertThat(still(query, active("1", 3))).isFalse();
        assertThat(still(query, idle("1", 400))).isFalse();
    }

    @Test
    void who_blocks_in_the_transaction_of_another_client_is_not_to_blame() {
        Victim root = plan(active("1", 70), waiting("2", 60, "1")).victims().getFirst();

        assertThat(still(root, active("1", 5), waiting("3", 4, "1"))).isFalse();
    }

    @Test
    void who_has_only_just_come_to_the_head_of_a_queue_is_left_alone() {
        CleanupPlan plan = plan(active("1", 200), waiting("2", 1, "1"), waiting("3", 200, "2"));

        assertThat(plan.victims()).isEmpty();
    }

    @Test
    void what_the_server_does_not_tell_about_is_left_alone() {
        CleanupPlan plan = plan(active("1", 70).state(SessionState.UNKNOWN), waiting("2", 65, "1"));

        assertThat(plan.victims()).isEmpty();
        assertThat(spared(plan).getFirst()).contains("does not tell what it does");
    }

    @Test
    void a_chain_of_thousands_is_no_trouble() {
        var all = new ArrayList<Someone>(List.of(active("0", 9)));
        IntStream.range(1, 5_000).forEach(i -> all.add(waiting(i + "", 61, i - 1 + "")));

        CleanupPlan plan = CleanupRules.plan(Someone.snapshot(all), care);

        assertThat(plan.victims())
                .singleElement()
                .satisfies(victim -> assertThat(victim.waiting()).isEqualTo(4_999));
    }

    private static boolean still(Victim victim, Someone... later) {
        return CleanupRules.stillGuilty(victim, Someone.snapshot(List.of(later)));
    }

    private CleanupPlan plan(Someone... all) {
        return CleanupRules.plan(Someone.snapshot(List.of(all)), care);
    }

    private void limit(Offence offence, HealthStatus actAt) {
        Limit usual = care.cleanup().limit(offence);
        care = with(care.cleanup().with(offence, new Limit(true, usual.after(), actAt)));
    }

    private Care with(CleanupPolicy policy) {
        return new Care(care.thresholds(), policy, care.protection(), care.longQuery(), false);
    }

    private Care with(Protection protection) {
        return new Care(care.thresholds(), care.cleanup(), protection, care.longQuery(), false);
    }

    private static List<String> words(CleanupPlan plan) {
        return plan.victims().stream()
                .map(victim ->
                        (victim.method() == EndMethod.CANCEL ? "cancel " : "terminate ")
                                + victim.session().id()
                                + ": "
                                + victim.reason())
                .toList();
    }

    private static List<String> spared(CleanupPlan plan) {
        return plan.spared().stream()
                .map(each -> each.session().id() + ": " + each.reason())
                .toList();
    }
}
