package io.caretaker.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Transition.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatusRulesTest {
    private static final Monitoring POLICY =
            new Monitoring(
                    true, Duration.ofSeconds(60), Duration.ofSeconds(5), 3, Duration.ofSeconds(5));
    private static final Outcome UP = new Outcome.Up("answers");
    private static final Outcome DOWN = new Outcome.Down(Fault.REFUSED, "connection refused", null);
    private static final Outcome STARTING = new Outcome.Down(Fault.STARTING, "starting up", null);
    private static final Outcome UNKNOWN = new Outcome.Unknown("no name service", null);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ServiceState state = ServiceState.unseen(new ServiceId("svc"));

    private Transition see(Outcome outcome) {
        return see(outcome, false);
    }

    private Transition see(Outcome outcome, boolean certain) {
        now = now.plusSeconds(5);
        Transition transition = StatusRules.observe(state, outcome, POLICY, false, certain, now);
        state = transition.state();
        return transition;
    }

    @Test
    void a_success_is_believed_at_once() {
        assertThat(see(UP).kind()).isEqualTo(Kind.HARD_UP);
        assertThat(state.status()).isEqualTo(Status.RUNNING);
        assertThat(state.upSince()).isEqualTo(now);
    }

    @Test
    void a_failure_is_believed_only_after_its_retries() {
        see(UP);
        for (int retry = 1; retry <= 3; retry++) {
            Transition soft = see(DOWN);
            assertThat(soft.kind()).isEqualTo(Kind.SOFT_FAILURE);
            assertThat(soft.nextCheck()).isEqualTo(POLICY.retryDelay());
            assertThat(state.status()).isEqualTo(Status.RUNNING);
            assertThat(state.attempt()).isEqualTo(retry);
        }
        Transition hard = see(DOWN);
        assertThat(hard.kind()).isEqualTo(Kind.HARD_DOWN);
        assertThat(hard.nextCheck()).isEqualTo(POLICY.interval());
        assertThat(state.status()).isEqualTo(Status.STOPPED);
        assertThat(state.consecutiveFailures()).isEqualTo(4);
        assertThat(state.fault()).isEqualTo(Fault.REFUSED);
    }

    @Test
    void a_known_death_needs_no_retry() {
        see(UP);
        Transition death = see(DOWN, true);
        assertThat(death.kind()).isEqualTo(Kind.HARD_DOWN);
        assertThat(death.reason()).startsWith("down after a failed check: ");
        assertThat(state.consecutiveFailures()).isEqualTo(1);
    }

    @Test
    void a_success_between_failures_ends_their_count() {
        see(UP);
        see(DOWN);
        see(DOWN);
        assertThat(see(UP).kind()).isEqualTo(Kind.NONE);
        assertThat(state.attempt()).isZero();
        assertThat(state.consecutiveFailures()).isZero();
    }

    @Test
    void unknown_is_not_failed() {
        see(UP);
        see(UNKNOWN);
        assertThat(state.consecutiveFailures()).isZero();
        assertThat(state.status()).isEqualTo(Status.RUNNING);
        see(UNKNOWN);
        see(UNKNOWN);
        assertThat(see(UNKNOWN).kind()).isEqualTo(Kind.HARD_UNKNOWN);
        assertThat(state.status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void unknown_between_failures_neither_counts_nor_forgives() {
        see(UP);
        see(DOWN);
        see(UNKNOWN);
        see(DOWN);
        see(DOWN);
        assertThat(state.consecutiveFailures()).isEqualTo(3);
        assertThat(state.status()).isEqualTo(Status.RUNNING);
        assertThat(see(DOWN).kind()).isEqualTo(Kind.HARD_DOWN);
    }

    @Test
    void a_server_that_starts_is_looked_at_more_often() {
        see(UP);
        see(DOWN, true);
        assertThat(see(STARTING).nextCheck()).isEqualTo(POLICY.retryDelay());
        assertThat(state.status()).isEqualTo(Status.ERROR);
    }

    @Test
    void still_down_in_another_way_is_told() {
        see(UP);
        see(DOWN, true);
        assertThat(see(STARTING).kind()).isEqualTo(Kind.STILL_DOWN);
    }

    @Test
    void status_since_moves_only_with_the_status() {
        see(UP);
        Instant since = now;
        see(UP);
        see(DOWN);
        assertThat(state.statusSince()).isEqualTo(since);
        see(UP);
        assertThat(state.statusSince()).isEqualTo(since);
    }

    @Test
    void a_clock_that_was_set_back_does_not_delay_stability() {
        see(UP);
        now = now.minusSeconds(86_400);
        see(UP);
        assertThat(state.upSince()).isEqualTo(now);
    }

    @Test
    void going_up_and_down_is_flapping_and_calm_ends_it() {
        see(UP);
        for (int i = 0; i < 4; i++) {
            see(DOWN, true);
            see(UP);
        }
        assertThat(state.flapping()).isTrue();
        for (int i = 0; i < 20; i++) {
            see(UP);
        }
        assertThat(state.flapping()).isFalse();
    }

    @Test
    void retries_of_one_failure_are_no_flapping() {
        see(UP);
        for (int i = 0; i < 10; i++) {
            see(DOWN);
        }
        assertThat(state.flaps().percent()).isLessThan(10);
    }

    @Test
    void a_service_that_never_worked_needs_its_retries_too() {
        see(DOWN);
        see(DOWN);
        see(DOWN);
        assertThat(state.status()).isEqualTo(Status.UNKNOWN);
        assertThat(see(DOWN).kind()).isEqualTo(Kind.HARD_DOWN);
    }
}
