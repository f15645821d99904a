package io.caretaker.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeartbeatBarTest {
    @Test
    void says_how_many_of_the_checks_were_up() {
        assertThat(HeartbeatBar.of("uuwd").words()).isEqualTo("3 of the last 4 checks up");
        assertThat(HeartbeatBar.of("u").words()).isEqualTo("1 of the last 1 check up");
        assertThat(HeartbeatBar.of("").words()).isEqualTo("no results yet");
    }

    @Test
    void the_newest_beat_is_at_the_right_end_and_each_run_is_one_line() {
        HeartbeatBar bar = HeartbeatBar.of("uudu");

        assertThat(bar.paths())
                .containsExactly(
                        new HeartbeatBar.Path("u", "M414 13h15M441 13h6"),
                        new HeartbeatBar.Path("d", "M432 13h6"));
    }

    @Test
    void a_healthy_service_costs_a_few_bytes() {
        assertThat(HeartbeatBar.of("u".repeat(50)).paths())
                .containsExactly(new HeartbeatBar.Path("u", "M0 13h447"));
    }
}
