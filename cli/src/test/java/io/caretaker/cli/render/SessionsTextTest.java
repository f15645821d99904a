package io.caretaker.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.render.LocksText.Branches;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.CleanupExplanation;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.testkit.session.SampleSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionsTextTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static SampleSession client(String id) {
        return SampleSession.client(id, NOW);
    }

    private static SessionSnapshot snapshot(SampleSession... sessions) {
        return new SessionSnapshot(
                NOW,
                "15.5",
                "1",
                100,
                List.of(sessions).stream().map(SampleSession::build).toList(),
                List.of("grant pg_monitor shows more"));
    }

    private static SessionSnapshot chain() {
        return snapshot(
                client("101").idleInTransaction(Duration.ofSeconds(412)),
                client("102").blockedBy(Duration.ofSeconds(90), "101"),
                client("103").blockedBy(Duration.ofSeconds(30), "102", "101"),
                client("104").blockedBy(Duration.ofSeconds(80), "101"));
    }

    @Test
    void a_table_says_who_does_what_and_for_how_long() {
        SessionSnapshot seen = chain();
        assertThat(SessionsText.of(seen, seen.sessions(), Style.PLAIN))
                .isEqualTo(
                        """
                        PID  USER  DATABASE  APPLICATION  CLIENT     STATE            FOR    WAITS FOR  QUERY
                        101  app   shop      web          127.0.0.1  idle in transa…  412 s  -          select * from order…
                        102  app   shop      web          127.0.0.1  active, blocki…  90 s   101        select * from order…
                        103  app   shop      web          127.0.0.1  active           30 s   102, 101   select * from order…
                        104  app   shop      web          127.0.0.1  active           80 s   101        select * from order…

                        4 sessions shown; 4 of 100 connections used
                        note: grant pg_monitor shows more
                        """);
    }

    @Test
    void no_line_is_wider_than_the_terminal_whatever_the_names() {
        String name = "🐘".repeat(15);
        SessionSnapshot seen =
                snapshot(
                        client("101")
                                .user(name)
                                .database("x".repeat(63))
                                .application("evil\u001b[2J\u001b]0;title\u0007")
                                .query("select\u001b[31m ?\n from t".repeat(50)));
        for (int width : new int[] {80, 100, 120}) {
            String text = SessionsText.of(seen, seen.sessions(), new Style(false, width));
            assertThat(text.lines()).allMatch(line -> Texts.columns(line) <= width);
            assertThat(text).doesNotContain("\u001b", "\u0007").contains("evil");
        }
    }

    @Test
    void locks_are_a_tree_that_begins_with_the_root_and_says_what_a_clean_up_would_do() {
        assertThat(LocksText.of(chain(), Care.DEFAULT, new Style(false, 200), Branches.LINES))
                .isEqualTo(
                        """
                        session 101 of app (web) in shop, idle in transaction for 412 s, blocks 3 sessions, the longest for 90 s
                        │  query: select * from orders where id = ?
                        │  clean-up: would terminate it (blocks 3 sessions, the longest for 90 s)
                        ├─ 102  app (web)  waits 90 s for Lock: transactionid  select * from orders where id = ?
                        ├─ 104  app (web)  waits 80 s for Lock: transactionid  select * from orders where id = ?
                        └─ 103  app (web)  waits 30 s for Lock: transactionid, and for 102  select * from orders where id = ?

                        3 sessions wait for 1 root blocker.
                        note: grant pg_monitor shows more
                        """);
        assertThat(LocksText.of(chain(), Care.DEFAULT, Style.PLAIN, Branches.ASCII))
                .contains("|- 102", "`- 103")
                .doesNotContain("├");
    }

    @Test
    void who_waits_for_somebody_that_is_not_seen_is_shown_too() {
        SessionSnapshot seen = snapshot(client("101").blockedBy(Duration.ofSeconds(20), "?"));
        assertThat(LocksText.of(seen, Care.DEFAULT, new Style(false, 200), Branches.LINES))
                .startsWith(
                        "1 session waits for a session that is not seen:\n└─ 101  app (web)  waits ")
                .doesNotContain("Nobody");
    }

    @Test
    void nobody_waiting_is_said() {
        assertThat(LocksText.of(snapshot(client("1")), Care.DEFAULT, Style.PLAIN, Branches.LINES))
                .startsWith("Nobody waits for a lock, as far as this account may see.\n");
    }

    @Test
    void branches_are_what_the_locale_can_show() {
        assertThat(Branches.of(Map.of("LANG", "C.UTF-8"))).isEqualTo(Branches.LINES);
        assertThat(Branches.of(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8")))
                .isEqualTo(Branches.ASCII);
        assertThat(Branches.of(Map.of())).isEqualTo(Branches.LINES);
    }

    @Test
    void an_explanation_names_the_rules_and_every_session() {
        String text =
                CleanupText.explain(
                        CleanupExplanation.of(chain(), Care.DEFAULT), NOW, new Style(false, 200));
        assertThat(text)
                .contains("  blocking: after 60 s, once it is a warning (1); blocked_locks is 3\n")
                .contains("101  app", "102  app", "103  app", "104  app")
                .containsPattern("101 .* end +blocks 3 sessions");
    }
}
