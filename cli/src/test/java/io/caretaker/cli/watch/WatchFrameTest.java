package io.caretaker.cli.watch;

import static io.caretaker.cli.watch.SampleFleet.BEFORE;
import static io.caretaker.cli.watch.SampleFleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.render.Style;
import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Key;
import io.caretaker.cli.screen.Size;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.HistorySamples;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchFrameTest {
    private static final Frame FRAME = new Frame(ZoneOffset.UTC, Style.PLAIN, Bars.BLOCKS);
    private static final ServiceId DOWN = new ServiceId("orders-db");

    private static WatchPicture picture(Overview overview, String doubt) {
        var event = new Event(BEFORE, "orders-db is down", true);
        Map<ServiceId, List<HistoryEntry>> recent =
                Map.of(
                        DOWN,
                        List.of(
                                HistorySamples.check("orders-db", NOW, Status.ERROR),
                                HistorySamples.check("orders-db", BEFORE, Status.RUNNING)),
                        new ServiceId("shop"),
                        List.of(HistorySamples.check("shop", NOW, Status.RUNNING)));
        return new WatchPicture(NOW, new Sight(overview, doubt, List.of(event)), null, recent);
    }

    private static List<String> lines(
            WatchModel model, WatchPicture picture, int columns, int rows) {
        return WatchFrame.draw(FRAME, model, picture, new Size(columns, rows)).lines();
    }

    private static WatchModel press(WatchModel model, Overview overview, Key... keys) {
        WatchModel now = model.settled(model.rows(overview));
        for (Key key : keys) {
            WatchModel next = now.press(key, overview, 10);
            now = next.settled(next.rows(overview));
        }
        return now;
    }

    @Test
    void the_headline_problems_the_fleet_and_events_fill_the_screen() {
        WatchPicture picture = picture(SampleFleet.overview(), "");
        WatchModel model = press(WatchModel.begin(), SampleFleet.overview());

        assertThat(
                        String.join(
                                "\n",
                                lines(model, picture, 80, 20).stream()
                                        .map(String::stripTrailing)
                                        .toList()))
                .isEqualTo(
                        """
                        caretaker watch                                                         03:00:00
                        1 service is down.
                        > high     12 min  orders-db is down. connection refused.
                            Bring it back yourself, or switch its recovery on. Caretaker only watches i…

                          production eu  2 services, 1 down
                          orders-db             error    12 min  99.50 %   -                ▁█
                          shop                  running  12 min  99.50 %   12 ms             ▁

                          test eu  1 service
                          trial                 running  12 min  99.50 %   -






                        newest events
                          02:48:00  orders-db is down
                        ? help  q quit  enter details  a acknowledge  y/n approve  p pause  / filter  e…\
                        """);
    }

    @Test
    void nothing_is_wider_or_longer_than_the_terminal() {
        for (Overview overview : List.of(SampleFleet.overview(), SampleFleet.asking())) {
            WatchPicture picture = picture(overview, "caretaker is not running.");
            for (Key key :
                    List.of(
                            Key.of(Key.Kind.DOWN),
                            Key.of(Key.Kind.ENTER),
                            Key.letter('?'),
                            Key.letter('y'),
                            Key.letter('/'))) {
                WatchModel model = press(WatchModel.begin(), overview, key);
                for (int columns = 20; columns <= 200; columns += 7) {
                    for (int rows = 1; rows <= 40; rows += 3) {
                        int most = columns;
                        assertThat(lines(model, picture, columns, rows))
                                .hasSize(rows)
                                .allSatisfy(line ->
                                        assertThat(Texts.columns(line)).isLessThanOrEqualTo(most));
                    }
                }
            }
        }
    }

    @Test
    void forty_columns_still_tell_who_is_down_and_why() {
        Overview overview = SampleFleet.overview();
        List<String> lines =
                lines(press(WatchModel.begin(), overview), picture(overview, ""), 40, 16);

        assertThat(lines).anyMatch(each -> each.startsWith("> orders-db is down. connection"));
        assertThat(lines).anyMatch(each -> each.matches("  orders-db +error +12 min *"));
    }

    @Test
    void old_data_and_a_store_that_is_away_are_marked() {
        WatchPicture old = picture(SampleFleet.overview(), "caretaker is not running.");
        WatchPicture away = old.failed(NOW, "the database is locked");
        WatchModel model = press(WatchModel.begin(), SampleFleet.overview());

        assertThat(lines(model, old, 80, 20)).contains("caretaker is not running.");
        assertThat(String.join("\n", lines(model, away, 120, 20)))
                .contains("This is how it was at 03:00:00: the database is locked")
                .contains("orders-db is down");
        assertThat(lines(WatchModel.begin(), WatchPicture.empty(NOW).failed(NOW, "gone"), 80, 20))
                .contains("Nothing can be seen: gone");
    }

    @Test
    void before_anything_is_seen_it_says_that_it_looks() {
        assertThat(lines(WatchModel.begin(), WatchPicture.empty(NOW), 80, 10))
                .contains("looking …");
    }

    @Test
    void enter_shows_all_about_a_service() {
        Overview overview = SampleFleet.asking();
        WatchModel model = press(WatchModel.begin(), overview, Key.of(Key.Kind.ENTER));
        String text = String.join("\n", lines(model, picture(overview, ""), 100, 30));

        assertThat(text)
                .contains("postgresql on h1, production eu")
                .contains("Approve or deny; the question ends in 10 min.")
                .contains("alerts a-1, approval r-1")
                .contains("Response time: half within 12 ms")
                .contains("03-01 03:00:00  error");
    }

    @Test
    void without_other_characters_the_bars_are_plain() {
        var plain = new Frame(ZoneOffset.UTC, Style.PLAIN, Bars.ASCII);
        Overview overview = SampleFleet.overview();
        var drawn =
                WatchFrame.draw(
                        plain,
                        press(WatchModel.begin(), overview),
                        picture(overview, ""),
                        new Size(80, 20));

        assertThat(drawn.lines())
                .anyMatch(each -> each.startsWith("  orders-db") && each.contains("_#"));
        assertThat(drawn.services())
                .extracting(ServiceId::value)
                .containsExactly("orders-db", "shop", "trial");
    }

    @Test
    void the_cursor_stays_in_sight() {
        Overview overview = SampleFleet.overview();
        WatchModel last = press(WatchModel.begin(), overview, Key.of(Key.Kind.END));

        assertThat(lines(last, picture(overview, ""), 60, 6))
                .anyMatch(each -> each.startsWith("> trial"));
    }
}
