package io.caretaker.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.render.LocksText.Branches;
import io.caretaker.cli.render.Style;
import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.Size;
import io.caretaker.cli.top.TopFrame.Frame;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.testkit.session.SampleSession;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopFrameTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Frame FRAME =
            new Frame("shop database", ZoneOffset.UTC, Style.PLAIN, Branches.LINES);
    private static final TopModel BEGIN = TopModel.begin(Duration.ofSeconds(2));

    private static TopPicture picture(List<SampleSession> sessions) {
        var snapshot =
                new SessionSnapshot(
                        NOW,
                        "15.5",
                        "1",
                        100,
                        sessions.stream().map(SampleSession::build).toList(),
                        List.of());
        Metrics metrics =
                Metrics.builder()
                        .put("uptime_seconds", 90_061)
                        .put("transactions_per_second", 87.4)
                        .build();
        return new TopPicture(NOW, snapshot, metrics, null);
    }

    private static TopPicture chain() {
        return picture(
                List.of(
                        SampleSession.client("101", NOW).idleInTransaction(Duration.ofSeconds(412)),
                        SampleSession.client("102", NOW).blockedBy(Duration.ofSeconds(90), "101"),
                        SampleSession.client("103", NOW).blockedBy(Duration.ofSeconds(30), "102")));
    }

    private static TopModel press(TopModel model, TopPicture picture, String letters) {
        TopModel now = model;
        for (int letter : letters.codePoints().toArray()) {
            List<TopRow> rows = TopRows.of(now, picture.snapshot(), Branches.LINES);
            now = now.press(Key.letter(letter), rows, 10, Protection.NONE).settled(rows);
        }
        return now;
    }

    private static List<String> lines(TopModel model, TopPicture picture, int columns, int rows) {
        return TopFrame.lines(FRAME, model, picture, new Size(columns, rows));
    }

    @Test
    void eighty_by_twenty_four_show_the_server_the_list_and_the_keys() {
        assertThat(String.join("\n", lines(press(BEGIN, chain(), "t"), chain(), 80, 12)))
                .isEqualTo(
                        """
                        caretaker top  shop database  15.5  up 1 d 1 h               12:00:00  every 2 s
                        connections 3/100  active 2  idle 0  idle in tx 1  waiting 2  87 transactions/s
                        [1 running]  2 waiting   3 blocking   by age
                          PID     USER       DATABASE   STATE       FOR     QUERY
                        > 101     app        shop       idle in tx  412 s   select * from orders where …
                          102     app        shop       waits       90 s    select * from orders where …
                          103     app        shop       waits       30 s    select * from orders where …



                        query: select * from orders where id = ?
                        q quit  h help  1/2/3 view  c cancel  k end  / filter  t/x/u/d/s sort  i idle  …\
                        """);
    }

    @Test
    void the_third_view_is_a_tree() {
        assertThat(lines(press(BEGIN, chain(), "3"), chain(), 100, 12))
                .anyMatch(line -> line.startsWith("> 101 app "))
                .anyMatch(line -> line.startsWith("  └─ 102 app "))
                .anyMatch(line -> line.startsWith("     └─ 103 app "));
    }

    @Test
    void every_line_fits_and_there_are_as_many_as_rows_whatever_the_size_and_the_names() {
        var sessions = new ArrayList<SampleSession>();
        for (int i = 0; i < 200; i++) {
            sessions.add(
                    SampleSession.client("" + (1000 + i), NOW)
                            .active(Duration.ofSeconds(i))
                            .user("東京🐘\u001b[2J".repeat(8))
                            .application("x".repeat(63))
                            .query("select\n\u001b[31m\u009b2J" + "🐘".repeat(100)));
        }
        TopPicture picture = picture(sessions);
        for (String keys : List.of("t", "2", "3", "h", "k", "/東", "i")) {
            TopModel model = press(BEGIN, picture, keys);
            for (int columns : new int[] {20, 40, 80, 101, 131, 300}) {
                for (int rows : new int[] {1, 2, 5, 8, 24, 50}) {
                    List<String> lines = lines(model, picture, columns, rows);
                    assertThat(lines).hasSize(rows);
                    assertThat(lines)
                            .allMatch(line -> Texts.columns(line) <= columns)
                            .noneMatch(line -> line.codePoints().anyMatch(Character::isISOControl));
                }
            }
        }
    }

    @Test
    void the_selected_session_is_always_on_the_screen() {
        var sessions = new ArrayList<SampleSession>();
        for (int i = 0; i < 100; i++) {
            sessions.add(
                    SampleSession.client("" + (1000 + i), NOW)
                            .active(Duration.ofSeconds(1000 - i)));
        }
        TopPicture picture = picture(sessions);
        TopModel model = BEGIN;
        List<TopRow> rows = TopRows.of(model, picture.snapshot(), Branches.LINES);
        for (int i = 0; i < 100; i++) {
            assertThat(lines(model.settled(rows), picture, 80, 24))
                    .anyMatch(line -> line.startsWith("> "));
            model = model.press(Key.of(Key.Kind.DOWN), rows, 18, Protection.NONE);
        }
    }

    @Test
    void a_question_shows_whom_it_is_about() {
        List<String> lines = lines(press(BEGIN, chain(), "tk"), chain(), 120, 24);
        assertThat(lines.get(22)).startsWith("session 101 of app (web) in shop, idle in trans");
        assertThat(lines.get(23))
                .isEqualTo("End it? What it has not committed is rolled back. y/n");
    }

    @Test
    void a_server_that_does_not_answer_is_told_and_the_last_list_stays() {
        List<String> lines =
                lines(BEGIN, chain().failed(NOW.plusSeconds(9), "it does not answer"), 80, 24);
        assertThat(lines.get(1))
                .isEqualTo("cannot be seen: it does not answer (what follows is older)");
        assertThat(lines).anyMatch(line -> line.contains("101"));
        assertThat(lines(BEGIN, TopPicture.empty(NOW), 80, 24).get(1)).isEqualTo("looking …");
    }

    @Test
    void colours_take_no_columns() {
        var coloured =
                new Frame("shop database", ZoneOffset.UTC, new Style(true, 80), Branches.LINES);
        List<String> plain = lines(press(BEGIN, chain(), "t"), chain(), 80, 24);
        List<String> lines =
                TopFrame.lines(coloured, press(BEGIN, chain(), "t"), chain(), new Size(80, 24));
        assertThat(lines.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")))
                .containsExactlyElementsOf(plain);
    }
}
