package io.caretaker.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.Mode;
import io.caretaker.cli.screen.Wish;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.overview.Findings;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.recovery.Pause;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchModelTest {
    private static final Overview ASKING = SampleFleet.asking();

    private static WatchModel type(Overview overview, String letters) {
        WatchModel model = WatchModel.begin();
        model = model.settled(model.rows(overview));
        for (int letter : letters.codePoints().toArray()) {
            Key key = letter == '\n' ? Key.of(Key.Kind.ENTER) : Key.letter(letter);
            WatchModel next = model.press(key, overview, 10);
            model = next.settled(next.rows(overview));
        }
        return model;
    }

    @Test
    void approving_asks_and_only_y_is_yes() {
        assertThat(type(ASKING, "y").mode()).isEqualTo(Mode.ASKING);
        assertThat(type(ASKING, "y").wish()).isEqualTo(new Wish.Nothing<>());
        assertThat(type(ASKING, "yy").wish())
                .isEqualTo(new Wish.Carry<>(new Order.Decide("r-1", "orders-db", false)));
        assertThat(type(ASKING, "ny").wish())
                .isEqualTo(new Wish.Carry<>(new Order.Decide("r-1", "orders-db", true)));
        assertThat(type(ASKING, "yq").wish()).isEqualTo(new Wish.Nothing<>());
        assertThat(type(ASKING, "yq").message()).isEqualTo("nothing was done");
    }

    @Test
    void acknowledging_names_the_alerts_of_the_line() {
        assertThat(type(SampleFleet.overview(), "a").wish())
                .isEqualTo(new Wish.Carry<>(new Order.Acknowledge(List.of("a-1"))));
    }

    @Test
    void a_line_without_a_question_says_so() {
        Overview calm =
                Overview.of(Findings.of(SampleFleet.inventory(), Map.of(), SampleFleet.NOW));

        assertThat(type(calm, "y").message()).isEqualTo("no recovery waits for approval here");
        assertThat(type(calm, "a").message()).isEqualTo("no alert is open here");
    }

    @Test
    void pausing_asks_and_a_pause_is_resumed() {
        Overview paused =
                Overview.of(
                        Findings.of(Inventory.EMPTY, Map.of(), SampleFleet.NOW)
                                .withRecovery(
                                        Map.of(),
                                        List.of(),
                                        new Pause("ann", "", SampleFleet.BEFORE, null)));

        assertThat(type(ASKING, "py").wish()).isEqualTo(new Wish.Carry<>(new Order.Pause()));
        assertThat(type(paused, "py").wish()).isEqualTo(new Wish.Carry<>(new Order.Resume()));
    }

    @Test
    void a_filter_keeps_what_contains_its_text() {
        WatchModel model = type(ASKING, "/TRI\n");

        assertThat(model.mode()).isEqualTo(Mode.LIST);
        assertThat(model.rows(ASKING))
                .extracting(WatchRow::key)
                .containsExactly("group test eu", "service trial");
    }

    @Test
    void environments_come_one_after_the_other_and_then_all() {
        assertThat(type(ASKING, "e").environment()).isEqualTo("production");
        assertThat(type(ASKING, "ee").environment()).isEqualTo("test");
        assertThat(type(ASKING, "ee").rows(ASKING)).hasSize(2);
        assertThat(type(ASKING, "eee").environment()).isNull();
    }

    @Test
    void the_cursor_stays_on_its_row_when_others_come_and_go() {
        WatchModel model = type(ASKING, "");
        model = model.press(Key.of(Key.Kind.END), ASKING, 10);
        assertThat(model.list().selected()).isEqualTo("service trial");

        Overview calm =
                Overview.of(Findings.of(SampleFleet.inventory(), Map.of(), SampleFleet.NOW));
        WatchModel later = model.settled(model.rows(calm));

        assertThat(later.list().selected()).isEqualTo("service trial");
        assertThat(later.cursor()).isEqualTo(model.cursor() - 1);
    }

    @Test
    void details_of_a_problem_that_is_over_close() {
        Overview calm =
                Overview.of(Findings.of(SampleFleet.inventory(), Map.of(), SampleFleet.NOW));
        WatchModel model = type(ASKING, "\n");
        assertThat(model.mode()).isEqualTo(Mode.DETAILS);

        assertThat(model.settled(model.rows(calm)).mode()).isEqualTo(Mode.LIST);
    }
}
