package io.caretaker.server.tell;

import static io.caretaker.server.tell.Town.BEGIN;
import static io.caretaker.server.tell.Town.DOWN;
import static io.caretaker.server.tell.Town.UNKNOWN;
import static io.caretaker.server.tell.Town.UP;
import static io.caretaker.server.tell.Town.WARNS;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.ServiceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusAlertsTest {
    private final AlertDesk desk = new AlertDesk(List.of());
    private final Town town = new Town().with(Town.impatient("db"));
    private boolean toldAsMetrics;
    private int minute;

    @BeforeEach
    void listen() {
        town.board.listen(new StatusAlerts(desk, _ -> toldAsMetrics));
    }

    @Test
    void a_service_that_dies_and_comes_back_is_told_once_each() {
        see(UP, DOWN, DOWN, DOWN, UP, UP);
        assertThat(told()).containsExactly("RAISED db is down", "CLEARED db is up");
    }

    @Test
    void the_words_of_its_end_do_not_say_twice_that_it_is_up() {
        see(UP, DOWN, UP);
        assertThat(desk.take().getLast().text()).isEqualTo(UP.message());
    }

    @Test
    void that_it_works_for_the_first_time_is_no_news() {
        see(UP);
        assertThat(told()).isEmpty();
    }

    @Test
    void a_death_that_was_seen_and_not_told_by_a_caretaker_that_was_killed_is_told_by_the_next() {
        see(DOWN);
        desk.take();
        var next = new Town(Map.of(Town.id("db"), state())).with(Town.impatient("db"));
        var forgetful = new AlertDesk(List.of());
        next.board.listen(new StatusAlerts(forgetful, _ -> false));
        next.sees("db", DOWN, BEGIN.plusSeconds(600));
        assertThat(forgetful.take()).extracting(Notice::title).containsExactly("db is down");
    }

    @Test
    void an_alert_of_an_earlier_run_is_over_with_the_first_good_result() {
        desk.tell(
                Notice.raised(
                        BEGIN,
                        AlertKey.of(AlertRule.SERVICE_DOWN, Town.id("db")),
                        Severity.HIGH,
                        "db is down",
                        ""));
        desk.take();
        see(UP);
        assertThat(told()).containsExactly("CLEARED db is up");
    }

    @Test
    void a_question_that_waits_for_an_answer_is_over_when_the_service_is_up() {
        see(UP, DOWN);
        desk.tell(
                Notice.raised(
                        BEGIN,
                        AlertKey.of(AlertRule.APPROVAL_WANTED, Town.id("db"), "r-1"),
                        Severity.HIGH,
                        "approve",
                        ""));
        see(UP);
        assertThat(told()).contains("CLEARED db is up");
        assertThat(desk.firing(AlertKey.of(AlertRule.APPROVAL_WANTED, Town.id("db"), "r-1")))
                .isFalse();
    }

    @Test
    void warnings_are_told_unless_they_are_told_as_metrics() {
        see(UP, WARNS, WARNS, UP);
        assertThat(told())
                .containsExactly("RAISED db works and warns", "CLEARED db no longer warns");
        toldAsMetrics = true;
        see(WARNS, UP);
        assertThat(told()).isEmpty();
    }

    @Test
    void that_nobody_can_find_out_is_told_after_as_many_looks_as_a_failure_needs() {
        see(UP, UNKNOWN, UNKNOWN);
        assertThat(told()).isEmpty();
        see(UNKNOWN, UNKNOWN, UP);
        assertThat(told())
                .containsExactly(
                        "RAISED nobody can find out how db is",
                        "CLEARED it is known again how db is");
    }

    @Test
    void the_end_of_a_silence_is_not_told_as_something_that_nobody_can_find_out() {
        see(UP);
        for (int i = 0; i < 5; i++) {
            town.sees("db", UNKNOWN, next(), true);
        }
        see(UNKNOWN, UNKNOWN, UP);
        assertThat(told()).isEmpty();
    }

    @Test
    void what_was_down_and_is_unknown_now_stays_down_for_people() {
        see(UP, DOWN, UNKNOWN, UNKNOWN);
        assertThat(told()).containsExactly("RAISED db is down");
        see(UP);
        assertThat(told()).containsExactly("CLEARED db is up");
    }

    @Test
    void a_host_that_is_silent_says_nothing_about_its_services() {
        see(UP);
        for (int i = 0; i < 5; i++) {
            town.sees("db", UNKNOWN, next(), true);
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void a_service_that_comes_and_goes_is_told_to_do_so() {
        for (int i = 0; i < 12; i++) {
            see(UP, DOWN);
        }
        assertThat(told()).contains("RAISED db goes up and down");
        for (int i = 0; i < 40; i++) {
            see(UP);
        }
        assertThat(told()).contains("CLEARED db no longer goes up and down");
    }

    private ServiceState state() {
        return town.board.state(Town.id("db"));
    }

    private void see(Outcome... outcomes) {
        for (Outcome each : outcomes) {
            town.sees("db", each, next());
        }
    }

    private Instant next() {
        return BEGIN.plusSeconds(60L * minute++);
    }

    private List<String> told() {
        return desk.take().stream().map(each -> each.kind() + " " + each.title()).toList();
    }
}
