package io.caretaker.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.HealthRules.Judgement;
import io.caretaker.core.health.HealthRules.Memories;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthRulesTest {
    private static final String METRIC = "blocked_locks";
    private static final Thresholds HELD =
            new Thresholds(Map.of(METRIC, Threshold.above(10, 50).holding(Duration.ofSeconds(60))));

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Thresholds thresholds = HELD;
    private Memories memories = Memories.NONE;

    @Test
    void an_excess_is_told_when_it_has_lasted_and_not_before() {
        Instant began = now;

        assertThat(at(0, 12).alerts()).isEmpty();
        assertThat(at(59, 12).alerts()).isEmpty();
        Judgement told = at(60, 12);

        assertThat(told.alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.since()).isEqualTo(began);
                    assertThat(alert.severity()).isEqualTo(HealthStatus.WARNING);
                    assertThat(alert.threshold()).isEqualTo(10);
                });
        assertThat(told.begun()).isEqualTo(told.alerts());
        assertThat(at(61, 12).begun()).isEmpty();
        assertThat(at(62, 12).alerts()).hasSize(1);
    }

    @Test
    void an_excess_that_is_interrupted_begins_anew() {
        at(0, 12);
        at(30, 9);

        assertThat(at(60, 12).alerts()).isEmpty();
        assertThat(at(119, 12).alerts()).isEmpty();
        assertThat(at(120, 12).alerts()).hasSize(1);
    }

    @Test
    void what_gets_worse_while_it_is_pending_is_told_as_bad_as_it_is() {
        at(0, 12);
        at(50, 99);

        assertThat(at(60, 99).status()).isEqualTo(HealthStatus.CRITICAL);
    }

    @Test
    void what_is_told_and_gets_worse_must_last_again() {
        at(0, 12);
        at(60, 12);
        Judgement pending = at(70, 99);
        Judgement worse = at(130, 99);

        assertThat(pending.status()).isEqualTo(HealthStatus.WARNING);
        assertThat(pending.alerts().getFirst().value()).isEqualTo(99);
        assertThat(worse.status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(worse.begun()).hasSize(1);
        assertThat(worse.alerts().getFirst().since())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void an_alert_is_over_only_past_the_hysteresis() {
        at(0, 12);
        at(60, 12);

        assertThat(at(61, 9.5).alerts()).hasSize(1);
        Judgement over = at(62, 9);

        assertThat(over.alerts()).isEmpty();
        assertThat(over.over()).containsExactly(METRIC);
        assertThat(at(63, 9).over()).isEmpty();
    }

    @Test
    void a_critical_alert_that_becomes_a_warning_does_not_begin_again() {
        at(0, 99);
        at(60, 99);
        Judgement better = at(61, 40);

        assertThat(better.status()).isEqualTo(HealthStatus.WARNING);
        assertThat(better.begun()).isEmpty();
        assertThat(better.over()).isEmpty();
    }

    @Test
    void an_alert_is_over_when_its_metric_was_missing_three_times() {
        at(0, 12);
        at(60, 12);
        assertThat(without(70).over()).isEmpty();
        assertThat(without(80).over()).isEmpty();
        Judgement third = without(90);
        assertThat(third.alerts()).isEmpty();
        assertThat(third.over()).hasSize(1);
        assertThat(without(100).over()).isEmpty();
    }

    @Test
    void a_metric_that_is_missing_keeps_its_alert() {
        at(0, 12);
        at(60, 12);

        Judgement missing = without(70);

        assertThat(missing.alerts()).extracting(HealthAlert::value).containsExactly(12.0);
        assertThat(missing.status()).isEqualTo(HealthStatus.WARNING);
        assertThat(missing.over()).isEmpty();
        assertThat(missing.begun()).isEmpty();
        assertThat(at(80, 1).over()).containsExactly(METRIC);
    }

    @Test
    void time_without_the_metric_is_no_time_of_excess() {
        at(0, 12);
        without(30);

        assertThat(at(60, 12).alerts()).isEmpty();
        assertThat(at(120, 12).alerts()).hasSize(1);
    }

    @Test
    void an_alert_whose_threshold_is_taken_away_is_over() {
        at(0, 12);
        at(60, 12);
        thresholds = new Thresholds(Map.of());

        assertThat(at(61, 12).over()).containsExactly(METRIC);
        assertThat(at(62, 12).over()).isEmpty();
    }

    @Test
    void one_look_alone_waits_for_nothing() {
        var alerts = HealthRules.once(metrics(12), HELD, now);

        assertThat(HealthRules.status(alerts)).isEqualTo(HealthStatus.WARNING);
        assertThat(HealthRules.score(alerts)).isEqualTo(90);
        assertThat(HealthRules.once(metrics(9.5), HELD, now)).isEmpty();
    }

    @Test
    void the_worst_stand_first_and_the_score_ends_at_zero() {
        Metrics bad =
                Metrics.builder()
                        .put("total_connections", 30)
                        .put("total_locks", 1_000)
                        .put("blocked_locks", 1_000)
                        .put("idle_in_transaction", 1_000)
                        .put("long_running_queries", 1_000)
                        .build();

        var alerts = HealthRules.once(bad, Thresholds.DEFAULT, now);

        assertThat(alerts)
                .extracting(HealthAlert::severity)
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(alerts.getLast().metric()).isEqualTo("total_connections");
        assertThat(HealthRules.score(alerts)).isZero();
        assertThat(HealthRules.score(alerts.subList(4, 5))).isEqualTo(90);
    }

    private Judgement at(long second, double value) {
        return judge(second, metrics(value));
    }

    private Judgement without(long second) {
        return judge(second, Metrics.NONE);
    }

    private Judgement judge(long second, Metrics metrics) {
        now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second);
        Judgement judgement = HealthRules.judge(memories, metrics, thresholds, now);
        memories = judgement.memories();
        return judgement;
    }

    private static Metrics metrics(double value) {
        return Metrics.builder().put(METRIC, value).build();
    }
}
