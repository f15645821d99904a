package io.caretaker.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.render.LocksText.Branches;
import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.Mode;
import io.caretaker.cli.screen.Pace;
import io.caretaker.cli.screen.Wish;
import io.caretaker.cli.top.TopModel.View;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionOrder;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.testkit.session.SampleSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopModelTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Protection PROTECTION =
            new Protection(List.of("backup_*"), List.of(), List.of());

    private SessionSnapshot server =
            server(
                    SampleSession.client("10", NOW).active(Duration.ofSeconds(30)),
                    SampleSession.client("11", NOW).active(Duration.ofSeconds(20)).user("backup_1"),
                    SampleSession.client("12", NOW).idleInTransaction(Duration.ofSeconds(10)),
                    SampleSession.client("13", NOW).blockedBy(Duration.ofSeconds(5), "12"),
                    SampleSession.client("14", NOW),
                    SampleSession.client("15", NOW).kind(SessionKind.SYSTEM));
    private TopModel model = TopModel.begin(Duration.ofSeconds(2)).settled(rows());

    private static SessionSnapshot server(SampleSession... sessions) {
        return new SessionSnapshot(
                NOW,
                "15.5",
                "1",
                100,
                List.of(sessions).stream().map(SampleSession::build).toList(),
                List.of());
    }

    private List<TopRow> rows() {
        @Nullable TopModel now = model;
        return TopRows.of(
                now == null ? TopModel.begin(Duration.ofSeconds(2)) : now, server, Branches.LINES);
    }

    private void press(Key... keys) {
        for (Key key : keys) {
            model = model.press(key, rows(), 10, PROTECTION).settled(rows());
            model = model.settled(rows());
        }
    }

    private void type(String letters) {
        letters.codePoints().forEach(letter -> press(Key.letter(letter)));
    }

    private List<String> ids() {
        return rows().stream().map(TopRow::session).map(DatabaseSession::id).toList();
    }

    private TopModel.End ordered() {
        return switch (model.wish()) {
            case Wish.Carry<TopModel.End>(TopModel.End end) -> end;
            case Wish.Nothing<TopModel.End> _,
                    Wish.Refresh<TopModel.End> _,
                    Wish.Quit<TopModel.End> _ ->
                    throw new AssertionError("nothing is ordered");
        };
    }

    private String selected() {
        return rows().get(model.cursor()).session().id();
    }

    @Test
    void three_views_list_what_runs_who_waits_and_who_blocks_whom() {
        assertThat(ids()).containsExactly("10", "11", "12", "13");
        type("i");
        assertThat(ids()).contains("14").doesNotContain("15");
        type("a");
        assertThat(ids()).contains("15");
        type("2");
        assertThat(model.view()).isEqualTo(View.WAITING);
        assertThat(ids()).containsExactly("13");
        type("3");
        assertThat(rows()).extracting(TopRow::branch).containsExactly("", "└─ ");
    }

    @Test
    void the_cursor_stays_on_its_session_when_others_come_and_go() {
        press(Key.of(Key.Kind.DOWN), Key.of(Key.Kind.DOWN));
        assertThat(selected()).isEqualTo("12");
        server =
                server(
                        SampleSession.client("9", NOW).active(Duration.ofSeconds(99)),
                        SampleSession.client("12", NOW).idleInTransaction(Duration.ofSeconds(10)));
        model = model.settled(rows());
        assertThat(selected()).isEqualTo("12");
        server = server(SampleSession.client("9", NOW).active(Duration.ofSeconds(99)));
        model = model.settled(rows());
        assertThat(selected()).isEqualTo("9");
        server = server();
        model = model.settled(rows());
        type("k");
        assertThat(model.message()).isEqualTo("no session is selected");
    }

    @Test
    void the_cursor_stops_at_both_ends() {
        press(Key.of(Key.Kind.UP));
        assertThat(model.cursor()).isZero();
        press(Key.of(Key.Kind.PAGE_DOWN), Key.of(Key.Kind.DOWN));
        assertThat(model.cursor()).isEqualTo(3);
        press(Key.of(Key.Kind.HOME));
        assertThat(model.cursor()).isZero();
        press(Key.of(Key.Kind.END));
        assertThat(model.cursor()).isEqualTo(3);
    }

    @Test
    void ending_is_asked_for_and_only_yes_does_it() {
        type("k");
        assertThat(model.mode()).isEqualTo(Mode.ASKING);
        type("q");
        assertThat(model.message()).isEqualTo("nothing was done");
        assertThat(model.wish()).isEqualTo(new Wish.Nothing<>());
        type("cy");
        assertThat(ordered().session().id()).isEqualTo("10");
        assertThat(ordered().method()).isEqualTo(EndMethod.CANCEL);
        press(Key.of(Key.Kind.DOWN));
        assertThat(model.wish()).isEqualTo(new Wish.Nothing<>());
    }

    @Test
    void what_was_asked_about_is_ended_even_if_the_list_has_moved() {
        type("k");
        server = server(SampleSession.client("99", NOW).active(Duration.ofSeconds(1)));
        model = model.settled(rows());
        type("y");
        assertThat(ordered().session().id()).isEqualTo("10");
    }

    @Test
    void protected_sessions_are_refused_with_the_reason() {
        press(Key.of(Key.Kind.DOWN));
        type("k");
        assertThat(model.mode()).isEqualTo(Mode.LIST);
        assertThat(model.message())
                .isEqualTo("session 11 is not ended: protected user backup_1 (by 'backup_*')");
    }

    @Test
    void a_filter_is_typed_kept_and_cleared() {
        type("/backup");
        assertThat(ids()).containsExactly("11");
        press(Key.of(Key.Kind.BACKSPACE), Key.of(Key.Kind.ENTER));
        assertThat(model.filter()).isEqualTo("backu");
        type("k");
        assertThat(model.filter()).isEqualTo("backu");
        press(Key.of(Key.Kind.ESCAPE));
        assertThat(ids()).hasSize(4);
        type("/x");
        press(Key.of(Key.Kind.ESCAPE));
        assertThat(model.mode()).isEqualTo(Mode.LIST);
        assertThat(model.filter()).isEmpty();
    }

    @Test
    void pace_pause_order_and_help() {
        type("+");
        assertThat(model.interval()).isEqualTo(Duration.ofSeconds(5));
        type("------");
        assertThat(model.interval()).isEqualTo(Pace.LEAST);
        type(" ");
        assertThat(model.paused()).isTrue();
        type("u");
        assertThat(model.order()).isEqualTo(SessionOrder.USER);
        type("h");
        assertThat(model.mode()).isEqualTo(Mode.HELP);
        type("q");
        assertThat(model.wish()).isEqualTo(new Wish.Nothing<>());
        type("q");
        assertThat(model.wish()).isEqualTo(new Wish.Quit<>());
    }

    @Test
    void a_terminal_that_is_gone_ends_it() {
        type("k");
        press(Key.of(Key.Kind.GONE));
        assertThat(model.wish()).isEqualTo(new Wish.Quit<>());
    }
}
