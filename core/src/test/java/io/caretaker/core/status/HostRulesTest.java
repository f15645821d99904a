package io.caretaker.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.host.Reachability;
import io.caretaker.core.status.HostRules.Change;
import io.caretaker.core.status.HostRules.Others;
import io.caretaker.core.status.HostState.Standing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Reachability ANSWERS = new Reachability.Answers();
    private static final Reachability SILENT = new Reachability.Silent("no answer");
    private static final Reachability NO_ROUTE = new Reachability.NotAsked("no route");

    @ParameterizedTest
    @CsvSource({
        "true,  0, 0, SILENT",
        "true,  2, 0, CUT_OFF",
        "true,  2, 1, SILENT",
        "true,  1, 1, SILENT",
        "false, 0, 0, SILENT",
        "false, 3, 0, CUT_OFF",
        "false, 3, 2, SILENT",
    })
    void a_silent_host_is_down_only_where_something_else_answers(
            boolean asked, int others, int answered, Standing expected) {
        var judged =
                HostRules.judge(
                        HostState.ANSWERING,
                        asked ? SILENT : NO_ROUTE,
                        new Others(others, answered),
                        NOW);
        assertThat(judged.state().standing()).isEqualTo(expected);
        assertThat(judged.change()).isEqualTo(Change.NONE);
    }

    @Test
    void silence_is_told_once_and_so_is_its_end() {
        var changes = new java.util.ArrayList<Change>();
        HostState state = HostState.ANSWERING;
        for (Reachability reply : List.of(SILENT, SILENT, SILENT, ANSWERS, ANSWERS)) {
            var judged = HostRules.judge(state, reply, new Others(1, 1), NOW);
            changes.add(judged.change());
            state = judged.state();
        }
        assertThat(changes)
                .containsExactly(Change.NONE, Change.SILENT, Change.NONE, Change.BACK, Change.NONE);
    }

    @Test
    void one_lost_packet_is_not_told() {
        HostState silent = HostRules.judge(HostState.ANSWERING, SILENT, Others.NONE, NOW).state();
        assertThat(HostRules.judge(silent, ANSWERS, Others.NONE, NOW).change())
                .isEqualTo(Change.NONE);
    }

    @Test
    void who_is_cut_off_tells_of_no_host() {
        HostState state = HostState.ANSWERING;
        for (int i = 0; i < 5; i++) {
            var judged = HostRules.judge(state, SILENT, new Others(2, 0), NOW.plusSeconds(i));
            assertThat(judged.change()).isEqualTo(Change.NONE);
            state = judged.state();
        }
        assertThat(state.since()).isEqualTo(NOW);
    }
}
