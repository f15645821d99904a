package io.caretaker.channels;

import static io.caretaker.channels.SomeMessages.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.channels.ChannelSettings.Templates;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final Rendering usual = new Rendering(Templates.USUAL, BERLIN);

    private static Rendering of(
            @Nullable String title, @Nullable String text, @Nullable String html) {
        return new Rendering(new Templates(title, text, html), BERLIN);
    }

    @Test
    void the_usual_text_says_what_since_when_where_and_what_to_do() {
        var message = SomeMessages.firing("n-1");

        assertThat(usual.title(message)).isEqualTo("[CRITICAL] Orders is down");
        assertThat(usual.text(message))
                .isEqualTo(
                        """
                        Orders is down

                        connection refused

                        When: since 2026-03-29 01:58:00 +01:00 (Europe/Berlin), for 12 min
                        Where: Orders (postgresql) on host db1, production, eu
                        What it is: a service is down (service_down)
                        Alert: a-1

                        To see to it, and stop the reminders: caretaker alert ack a-1
                        To see all of it: caretaker alert show a-1
                        """);
    }

    @Test
    void without_a_text_there_is_one_empty_line_and_a_trial_offers_nothing_that_was_kept() {
        var trial =
                new MessageLine(
                        "a-1",
                        new AlertKey(AlertRule.TEST, Subject.channel("mail"), ""),
                        Said.EVENT,
                        "",
                        Severity.LOW,
                        "This is a test",
                        "",
                        SomeMessages.SINCE,
                        SomeMessages.SINCE,
                        new AlertPlace("", "", "", "", "", "mail", List.of()),
                        List.of(),
                        0,
                        "",
                        "n-1",
                        0);
        var message = SomeMessages.of("n-1", trial);

        assertThat(usual.text(message))
                .startsWith("This is a test\n\nWhen: ")
                .endsWith("\nAlert: a-1\n");
        assertThat(usual.html(message)).doesNotContain("alert show");
    }

    @Test
    void what_to_type_is_not_broken_into_two_lines_on_a_small_screen() {
        assertThat(usual.html(SomeMessages.firing("n-1")))
                .contains(
                        "nowrap;\">caretaker alert ack a-1<",
                        "nowrap;\">caretaker alert show a-1<");
    }

    @Test
    void what_is_over_says_from_when_to_when() {
        var message = SomeMessages.later("n-2", Said.RESOLVED, "n-1");

        assertThat(usual.title(message)).startsWith("[RESOLVED] ");
        assertThat(usual.text(message))
                .contains(
                        "When: from 2026-03-29 01:58:00 +01:00 (Europe/Berlin) to 2026-03-29"
                                + " 03:10:00 +02:00 (Europe/Berlin), lasted 12 min")
                .doesNotContain("alert ack");
    }

    @Test
    void who_sees_to_it_why_it_is_said_and_what_else_is_affected_are_there() {
        var message =
                SomeMessages.of(
                        "n-1",
                        new MessageLine(
                                "a-1",
                                AlertKey.own(AlertRule.STORE_GONE),
                                Said.FIRING,
                                "nobody acknowledged for 15 min",
                                Severity.HIGH,
                                "the store does not answer",
                                "",
                                SomeMessages.SINCE,
                                null,
                                new AlertPlace("", "", "", "", "", "", List.of()),
                                List.of("Shop", "Billing"),
                                12,
                                "anna",
                                "n-0",
                                1));

        assertThat(usual.text(message))
                .contains("Affected as well: 12 (Shop, Billing and 10 more)\n")
                .contains("Why you are told: nobody acknowledged for 15 min\n")
                .contains("Seen to by: anna\n")
                .doesNotContain("Where:");
    }

    @Test
    void many_alerts_begin_with_their_count_and_end_with_what_is_left_out() {
        var message =
                SomeMessages.of(
                        "n-1",
                        "2 services are down, 1 is up",
                        7,
                        List.of(
                                line("a-1", Said.FIRING, "n-1"),
                                line("a-2", Said.FIRING, "n-1"),
                                line("a-3", Said.RESOLVED, "n-0")));

        assertThat(usual.text(message))
                .startsWith(
                        """
                        2 services are down, 1 is up

                        10 alerts, the first 3: 3 critical. 2 firing, 1 resolved. 3 in production.

                        [CRITICAL] Orders is down
                        connection refused
                        When: since\
                        """)
                .contains("\n... and 7 more: caretaker alert list\n")
                .contains("[RESOLVED] Orders is down");
        assertThat(usual.html(message)).contains("… and 7 more");
    }

    @Test
    void a_template_can_name_everything_and_decide_by_it() {
        var rendering =
                of(
                        "{{environment}}/{{host}}: {{title}} ({{count}})",
                        "{{#lines}}{{^-first}}; {{/-first}}{{alert}} {{#repeated}}again {{/repeated}}{{message.id}}{{/lines}}",
                        "<p>{{title}}</p>");
        var message =
                SomeMessages.of(
                        "n-9",
                        "a < b",
                        0,
                        List.of(line("a-1", Said.FIRING, "n-1"), line("a-2", Said.FIRING, "n-9")));

        assertThat(rendering.title(message)).isEqualTo("production/db1: a < b (2)");
        assertThat(rendering.text(message)).isEqualTo("a-1 again n-9; a-2 n-9");
        assertThat(rendering.html(message)).isEqualTo("<p>a &lt; b</p>");
    }

    @Test
    void a_template_that_fails_is_replaced_by_the_usual_one() {
        var message = SomeMessages.firing("n-1");
        for (String bad :
                List.of(
                        "{{nobody}}",
                        "{{#lines}}",
                        "{{>other}}",
                        "",
                        "{{title.class}}",
                        "{{/x}}")) {
            var rendering = of(bad, bad, bad);
            assertThat(rendering.title(message)).as(bad).isEqualTo(usual.title(message));
            assertThat(rendering.text(message)).as(bad).isEqualTo(usual.text(message));
            assertThat(rendering.html(message)).as(bad).isEqualTo(usual.html(message));
        }
    }

    @Test
    void a_problem_of_a_template_names_it_and_the_line_and_the_name() {
        assertThat(
                        Rendering.problems(
                                new Templates(
                                        "{{nope}}",
                                        "a\nb {{#firing}}{{wrong}}{{/firing}}",
                                        "{{#lines}}")))
                .extracting(Problem::message)
                .satisfiesExactly(
                        title ->
                                assertThat(title)
                                        .isEqualTo(
                                                "the template 'title' names 'nope' on line 1, which is not known"),
                        text ->
                                assertThat(text)
                                        .isEqualTo(
                                                "the template 'text' names 'wrong' on line 2, which is not known"),
                        html ->
                                assertThat(html)
                                        .startsWith("the template 'html' is no Mustache: ")
                                        .contains("line 1"));
    }

    @Test
    void what_belongs_to_one_alert_is_not_known_outside_of_the_lines() {
        assertThat(Rendering.problems(new Templates(null, "x\n{{alert}}", null)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("'alert' on line 2");
                    assertThat(problem.hint()).contains("{{#lines}}");
                });
    }

    @Test
    void names_behind_a_condition_that_never_holds_are_looked_at_too() {
        assertThatThrownBy(() ->
                        Rendering.check(
                                new Templates(null, "{{^title}}\n{{secret}}{{/title}}", null)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("'secret' on line 2");
        assertThatThrownBy(() -> Rendering.check(new Templates(null, "{{title.bytes}}", null)))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> Rendering.check(new Templates(null, "{{>more}}", null)))
                .hasMessageContaining("includes 'more'");
    }

    @Test
    void good_templates_have_no_problems() {
        assertThat(
                        Rendering.problems(
                                new Templates(
                                        "{{title}}",
                                        "{{#lines}}{{#affected}}{{.}},{{/affected}}{{^firing}}{{ended_at}}{{/firing}}{{/lines}}",
                                        "{{{title}}}")))
                .isEmpty();
    }

    @Test
    void both_clock_changes_are_unmistakable() {
        var spring = texts(BERLIN, "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z");
        assertThat(spring)
                .containsExactly(
                        "2026-03-29 01:59:59 +01:00 (Europe/Berlin)",
                        "2026-03-29 03:00:00 +02:00 (Europe/Berlin)");
        var autumn = texts(BERLIN, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
        assertThat(autumn)
                .containsExactly(
                        "2026-10-25 02:30:00 +02:00 (Europe/Berlin)",
                        "2026-10-25 02:30:00 +01:00 (Europe/Berlin)");
        var halfHour =
                texts(
                        ZoneId.of("Australia/Lord_Howe"),
                        "2026-04-04T14:45:00Z",
                        "2026-04-04T15:15:00Z",
                        "2026-10-03T15:29:59Z",
                        "2026-10-03T15:30:00Z");
        assertThat(halfHour)
                .containsExactly(
                        "2026-04-05 01:45:00 +11:00 (Australia/Lord_Howe)",
                        "2026-04-05 01:45:00 +10:30 (Australia/Lord_Howe)",
                        "2026-10-04 01:59:59 +10:30 (Australia/Lord_Howe)",
                        "2026-10-04 02:30:00 +11:00 (Australia/Lord_Howe)");
        assertThat(texts(ZoneId.of("UTC"), "2026-10-25T01:30:00Z"))
                .containsExactly("2026-10-25 01:30:00 UTC");
    }

    private static List<String> texts(ZoneId zone, String... instants) {
        var rendering = new Rendering(new Templates("{{at}}", null, null), zone);
        return List.of(instants).stream()
                .map(at -> rendering.title(at(Instant.parse(at))))
                .toList();
    }

    private static Message at(Instant at) {
        var message = SomeMessages.firing("n-1");
        return new Message("n-1", "dba", at, Said.FIRING, Severity.HIGH, "x", message.lines(), 0);
    }

    @Test
    void a_length_of_time_over_a_clock_change_is_what_really_went_by() {
        var lines = SomeMessages.later("n-2", Said.RESOLVED, "n-1");
        assertThat(of("{{#lines}}{{lasted}}{{/lines}}", null, null).title(lines))
                .isEqualTo("12 min");
    }

    @Test
    void thousands_of_lines_with_long_texts_keep_to_the_limit() {
        String longTitle = "'<&>'".repeat(1_000);
        String longText = "'🔥".repeat(50_000);
        var lines =
                IntStream.range(0, 10_000)
                        .mapToObj(each ->
                                line("a-" + each, Said.FIRING, "n-1", longTitle, longText, null))
                        .toList();
        var message = SomeMessages.of("n-1", "🔥'".repeat(50_000), 5, lines);

        assertLimits(usual, message);
        assertThat(usual.text(message)).contains("more: caretaker alert list");
        assertLimits(usual, SomeMessages.of("n-1", lines.getFirst()));
        assertThat(usual.text(SomeMessages.of("n-1", lines.getFirst())))
                .containsPattern("… \\([0-9]{6} more characters\\)");
    }

    private static void assertLimits(Rendering rendering, Message message) {
        String title = rendering.title(message);
        assertThat(title.codePointCount(0, title.length())).isBetween(1, Rendering.MOST_TITLE + 1);
        assertThat(title).doesNotContainPattern("\\p{Cntrl}");
        for (String text : List.of(rendering.text(message), rendering.html(message))) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(bytes.length).isBetween(1, Rendering.MOST_BYTES);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(text);
            assertThat(text).doesNotContainPattern("[\\p{Cntrl}&&[^\\n\\t]]");
        }
    }

    @Test
    void hostile_texts_stay_texts() {
        for (int seed = 0; seed < 500; seed++) {
            var hostile = new HostileText(seed);
            var message =
                    SomeMessages.of(
                            "n-1",
                            hostile.next(20),
                            0,
                            List.of(
                                    line(
                                            "a-1",
                                            Said.FIRING,
                                            "n-1",
                                            hostile.next(20),
                                            hostile.next(60),
                                            null)));
            assertLimits(usual, message);
            assertLimits(of("{{title}}", "{{title}} {{#lines}}{{text}}{{/lines}}.", null), message);
            assertThat(usual.html(message))
                    .as("seed %d", seed)
                    .doesNotContain("<script")
                    .doesNotContain("<img");
            assertThat(usual.text(message)).as("seed %d", seed).doesNotContain("\u202e");
        }
    }

    @Test
    void html_fetches_nothing_and_fits_light_and_dark() {
        assertThat(usual.html(SomeMessages.many("n-1", 3)))
                .contains("<html lang=\"en\">")
                .contains("name=\"color-scheme\" content=\"light dark\"")
                .doesNotContain("http")
                .doesNotContain("url(");
    }
}
