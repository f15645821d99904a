package io.caretaker.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.HealthAlert;
import io.caretaker.core.health.HealthStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextStepsTest {
    private static HealthAlert alert(String metric) {
        return new HealthAlert(metric, 1, 1, HealthStatus.WARNING, metric + " is 1", Instant.EPOCH);
    }

    @Test
    void sessions_that_wait_lead_to_the_locks_and_to_a_clean_up() {
        assertThat(NextSteps.after(List.of(alert("blocked_locks")), "svc_1"))
                .containsExactly(
                        "`caretaker locks svc_1` shows who blocks whom",
                        "`caretaker cleanup svc_1 --dry-run` shows what a clean-up would end");
    }

    @Test
    void what_no_command_looks_behind_has_no_next_step() {
        assertThat(NextSteps.after(List.of(alert("certificate_days_left")), "svc_1")).isEmpty();
        assertThat(NextSteps.after(Fault.TIMED_OUT, "svc_1")).isEmpty();
    }

    @Test
    void a_refused_log_in_leads_to_another_adoption() {
        assertThat(NextSteps.after(Fault.AUTHENTICATION, "svc_1"))
                .singleElement()
                .asString()
                .contains("`caretaker adopt`");
    }
}
