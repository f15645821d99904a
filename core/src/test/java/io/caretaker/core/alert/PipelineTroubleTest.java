package io.caretaker.core.alert;

import static io.caretaker.core.alert.Timeline.START;
import static io.caretaker.core.alert.Timeline.channel;
import static io.caretaker.core.alert.Timeline.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.EscalationPolicy.Step;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What several wishes and troubles at the same time must not lead to: an alert nobody hears of, or
/// a word nobody needs.
final class PipelineTroubleTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String DEATH = "service_down/service:db";

    private final Timeline line =
            new Timeline(channel("mail", ChannelKind.EMAIL)).host("h1").host("h2");

    private static ChannelPolicy unresolved(String name) {
        return wishing(name, ChannelKind.EMAIL, Severity.LOW, false, null, 5, 10);
    }

    private static ChannelPolicy wishing(
            String name,
            ChannelKind kind,
            Severity least,
            boolean resolved,
            @Nullable QuietHours quiet,
            int burst,
            int pace) {
        return new ChannelPolicy(
                name,
                kind,
                least,
                kind.events(),
                resolved,
                kind.repeat(),
                quiet,
                burst,
                Duration.ofSeconds(pace));
    }

    private static QuietHours morning() {
        return new QuietHours(
                Set.of(), LocalTime.of(9, 0), LocalTime.of(12, 0), ZoneOffset.UTC, Severity.HIGH);
    }

    /// From one channel to the next after a quarter of an hour.
    private static AlertingPolicy steps(ChannelPolicy first, ChannelPolicy second) {
        var steps =
                List.of(
                        new Step(Duration.ZERO, List.of(first.name())),
                        new Step(Duration.ofMinutes(15), List.of(second.name())));
        return routed(List.of(first, second), steps, Map.of());
    }

    private static AlertingPolicy routed(
            List<ChannelPolicy> channels, List<Step> steps, Map<AlertRule, RulePolicy> rules) {
        AlertingPolicy usual = AlertingPolicy.of(channels);
        var route = new Route(AlertMatcher.ALL, new EscalationPolicy("dba", steps), false);
        return new AlertingPolicy(
                usual.groupWait(),
                Duration.ofDays(1),
                usual.reopen(),
                usual.giveUp(),
                usual.channels(),
                List.of(route),
                Map.of(),
                Map.of(),
                rules);
    }

    private Timeline off(AlertRule rule) {
        line.policy =
                routed(
                        List.of(channel("mail", ChannelKind.EMAIL)),
                        List.of(new Step(Duration.ZERO, List.of("mail"))),
                        Map.of(rule, new RulePolicy(false, null, Duration.ZERO)));
        return line;
    }

    @Test
    void one_that_begins_again_is_told_again_where_its_end_was_not_wanted() {
        line.policy = AlertingPolicy.of(List.of(unresolved("mail")));
        line.service("db", "h1").down("db").after(Duration.ofMinutes(5)).up("db");
        line.after(Duration.ofMinutes(5)).down("db").after(HOUR);
        assertThat(line.got("mail"))
                .containsExactly("1 FIRING db is down", "601 FIRING db is down");
        assertThat(line.messages.getLast().lines().getFirst().reason()).isEqualTo("again");
    }

    @Test
    void one_that_came_and_went_and_then_stays_escalates() {
        line.policy =
                steps(channel("mail", ChannelKind.EMAIL), channel("pager", ChannelKind.SLACK));
        line.service("db", "h1");
        for (int i = 0; i < 5; i++) {
            line.down("db").after(Duration.ofMinutes(2)).up("db").after(Duration.ofMinutes(1));
        }
        line.down("db").after(HOUR);
        assertThat(line.got("pager")).containsExactly("1800 FIRING db is down");
    }

    @Test
    void a_first_step_that_is_quiet_or_gone_does_not_keep_the_next_from_coming() {
        var quiet = wishing("mail", ChannelKind.EMAIL, Severity.LOW, true, morning(), 5, 10);
        line.policy = steps(quiet, channel("pager", ChannelKind.SLACK));
        line.service("db", "h1").down("db").after(HOUR);
        assertThat(line.got("mail")).isEmpty();
        assertThat(line.got("pager")).containsExactly("901 FIRING db is down");

        var other = new Timeline().host("h1").service("db", "h1");
        other.policy =
                routed(
                        List.of(channel("pager", ChannelKind.SLACK)),
                        List.of(
                                new Step(Duration.ZERO, List.of("gone")),
                                new Step(Duration.ofMinutes(15), List.of("pager"))),
                        Map.of());
        other.down("db").after(HOUR);
        assertThat(other.got("pager")).containsExactly("900 FIRING db is down");
    }

    @Test
    void a_policy_whose_channels_are_all_gone_leaves_it_to_everybody() {
        line.policy =
                routed(
                        List.of(channel("mail", ChannelKind.EMAIL)),
                        List.of(new Step(Duration.ZERO, List.of("gone"))),
                        Map.of());
        line.service("db", "h1").down("db").after(HOUR);
        assertThat(line.got("mail")).containsExactly("1 FIRING db is down");
    }

    @Test
    void a_step_that_had_to_wait_does_not_come_after_the_acknowledgement() {
        var quiet = wishing("pager", ChannelKind.SLACK, Severity.LOW, true, morning(), 5, 10);
        line.policy = steps(channel("mail", ChannelKind.EMAIL), quiet);
        line.service("db", "h1").down("db").after(HOUR).acknowledge(DEATH, null);
        line.after(Duration.ofHours(3));
        assertThat(line.got("pager")).isEmpty();
    }

    @Test
    void nobody_is_roused_anew_by_what_is_acknowledged() {
        var quiet = wishing("mail", ChannelKind.EMAIL, Severity.LOW, true, morning(), 5, 10);
        line.policy = AlertingPolicy.of(List.of(quiet));
        line.service("db", "h1").down("db").after(HOUR).acknowledge(DEATH, null);
        line.after(Duration.ofHours(3));
        assertThat(line.got("mail")).isEmpty();
    }

    @Test
    void an_acknowledgement_ends_with_the_problem() {
        line.policy =
                steps(channel("mail", ChannelKind.EMAIL), channel("pager", ChannelKind.SLACK));
        line.service("db", "h1").down("db").after(Duration.ofMinutes(1));
        line.acknowledge(DEATH, null).after(Duration.ofMinutes(1)).up("db");
        line.after(Duration.ofMinutes(1)).down("db").after(HOUR);
        assertThat(line.got("mail"))
                .containsExactly(
                        "1 FIRING db is down",
                        "60 ACKNOWLEDGED ann sees to it: db is down",
                        "120 RESOLVED db is up",
                        "181 FIRING db is down");
        assertThat(line.got("pager")).containsExactly("1081 FIRING db is down");
    }

    @Test
    void a_channel_at_its_limit_gets_one_message_in_each_pace() {
        line.services(7, "h1");
        for (int i = 0; i < 5; i++) {
            line.down("s" + i).after(Duration.ofSeconds(2));
        }
        line.down("s5", Severity.CRITICAL).after(Duration.ofMinutes(1));
        assertThat(line.got("mail")).hasSize(6);
        assertThat(line.got("mail").getLast()).isEqualTo("19 FIRING s5 is down");
    }

    @Test
    void a_clock_that_is_set_back_holds_nothing() {
        line.services(7, "h1");
        for (int i = 0; i < 5; i++) {
            line.down("s" + i).after(Duration.ofSeconds(2));
        }
        line.down("s5");
        line.now = START.minus(HOUR);
        line.down("s6").lookAgain().after(Duration.ofSeconds(30));
        assertThat(line.alert("service_down/service:s5").told()).isTrue();
        assertThat(line.alert("service_down/service:s6").told()).isTrue();
    }

    @Test
    void an_event_that_happens_while_nobody_wants_to_hear_is_never_told() {
        line.service("db", "h1");
        line.mutes.add(new Mute("m-1", AlertMatcher.ALL, "ann", START, START.plus(HOUR), ""));
        recovered("db").after(Duration.ofHours(3)).lookAgain();
        assertThat(line.messages).isEmpty();
        assertThat(line.turns).isLessThan(5);
    }

    private Timeline recovered(String service) {
        return line.say(
                Notice.noted(
                        line.now,
                        key(AlertRule.RECOVERY_DONE, service),
                        Severity.LOW,
                        service + " was brought back",
                        ""));
    }

    @Test
    void a_new_channel_is_not_told_of_old_events() {
        line.service("db", "h1");
        recovered("db").after(HOUR);
        line.policy =
                AlertingPolicy.of(
                        List.of(
                                channel("mail", ChannelKind.EMAIL),
                                channel("chat", ChannelKind.SLACK)));
        line.lookAgain().after(HOUR);
        assertThat(line.got("mail")).hasSize(1);
        assertThat(line.got("chat")).isEmpty();
    }

    @Test
    void an_event_is_told_although_the_first_step_waits() {
        line.policy =
                routed(
                        List.of(channel("mail", ChannelKind.EMAIL)),
                        List.of(new Step(Duration.ofMinutes(5), List.of("mail"))),
                        Map.of());
        line.service("db", "h1");
        recovered("db").after(HOUR);
        assertThat(line.got("mail")).containsExactly("0 EVENT db was brought back");
    }

    @Test
    void a_rule_that_is_off_explains_nothing() {
        off(AlertRule.SERVICE_FLAPPING).service("db", "h1");
        line.say(
                Notice.raised(
                        line.now,
                        key(AlertRule.SERVICE_FLAPPING, "db"),
                        Severity.MEDIUM,
                        "flaps",
                        ""));
        line.down("db").after(HOUR);
        assertThat(line.got("mail")).containsExactly("1 FIRING db is down");
    }

    @Test
    void a_silent_host_that_is_not_to_be_told_explains_nothing() {
        off(AlertRule.HOST_SILENT).service("web", "h2").silent("h2").down("web").after(HOUR);
        assertThat(line.got("mail")).containsExactly("1 FIRING web is down");
    }

    @Test
    void a_cause_that_is_less_bad_does_not_hide_what_is_worse() {
        var pager = wishing("pager", ChannelKind.EMAIL, Severity.CRITICAL, true, null, 5, 10);
        line.policy = AlertingPolicy.of(List.of(pager));
        var shop = new Alerting(true, List.of(), Severity.CRITICAL, null, null);
        line.service("cache", "h1").service("shop", "h2", shop, "cache");
        line.down("cache").down("shop", Severity.CRITICAL).after(HOUR);
        assertThat(line.got("pager")).singleElement().asString().contains("shop is down");
    }

    @Test
    void a_silent_host_is_as_bad_as_its_worst_service() {
        var shop = new Alerting(true, List.of(), Severity.CRITICAL, null, null);
        line.service("shop", "h2", shop).silent("h2").silent("h1").after(HOUR);
        assertThat(line.alert("host_silent/host:h2").severity()).isEqualTo(Severity.CRITICAL);
        assertThat(line.alert("host_silent/host:h1").severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void one_that_is_down_without_an_alert_does_not_hold_others_for_ever() {
        line.service("db", "h1").service("web", "h2", "db");
        line.state("db", Status.STOPPED, Status.STOPPED).down("web").after(HOUR);
        assertThat(line.got("mail")).containsExactly("60 FIRING web is down");
    }

    @Test
    void a_pager_hears_at_once_that_it_is_over_also_in_quiet_hours() {
        var night =
                new QuietHours(
                        Set.of(),
                        LocalTime.of(10, 30),
                        LocalTime.of(20, 0),
                        ZoneOffset.UTC,
                        Severity.HIGH);
        var pager = wishing("pager", ChannelKind.PAGERDUTY, Severity.LOW, true, night, 5, 10);
        line.policy = AlertingPolicy.of(List.of(pager));
        line.service("db", "h1").down("db").after(HOUR).up("db").after(HOUR);
        assertThat(line.got("pager"))
                .containsExactly("1 FIRING db is down", "3600 RESOLVED db is up");
    }

    @Test
    void what_was_owed_and_then_muted_is_over_without_a_word() {
        var quiet = wishing("mail", ChannelKind.EMAIL, Severity.LOW, true, morning(), 5, 10);
        line.policy = AlertingPolicy.of(List.of(quiet));
        line.service("db", "h1").down("db").after(Duration.ofMinutes(5));
        line.mutes.add(new Mute("m-1", AlertMatcher.ALL, "ann", line.now, null, ""));
        line.lookAgain().after(Duration.ofMinutes(5)).up("db").after(Duration.ofHours(5));
        assertThat(line.messages).isEmpty();
    }

    @Test
    void what_waits_for_a_jammed_channel_is_not_written_again_and_again() {
        line.service("db", "h1");
        line.waiting.put("mail", ChannelLoad.MOST_WAITING);
        line.down("db").after(Duration.ofMinutes(10));
        assertThat(line.turns).isGreaterThan(50);
        assertThat(line.written).isLessThan(5);
    }

    @Test
    void many_incidents_that_end_together_are_all_resolved() {
        var pager =
                new Timeline(channel("pager", ChannelKind.PAGERDUTY)).host("h1").services(40, "h1");
        for (int i = 0; i < 40; i++) {
            pager.down("s" + i).after(Duration.ofMinutes(1));
        }
        assertThat(pager.messages).hasSize(40);
        pager.atOnce(notices -> {
            for (int i = 0; i < 40; i++) {
                notices.add(
                        Notice.cleared(
                                pager.now, key(AlertRule.SERVICE_DOWN, "s" + i), "s" + i, ""));
            }
        });
        pager.after(HOUR);
        Message last = pager.messages.getLast();
        assertThat(last.lines()).hasSize(40).allMatch(each -> each.openInThread() == 0);
        assertThat(last.more()).isZero();
    }

    @Test
    void an_incident_is_over_although_one_of_it_began_again_unheard() {
        var pager = new Timeline(channel("pager", ChannelKind.PAGERDUTY)).host("h1");
        pager.services(10, "h1");
        pager.atOnce(notices -> {
            for (int i = 0; i < 10; i++) {
                notices.add(
                        Notice.raised(
                                pager.now,
                                key(AlertRule.SERVICE_DOWN, "s" + i),
                                Severity.MEDIUM,
                                "s" + i + " is down",
                                ""));
            }
        });
        pager.after(Duration.ofMinutes(1)).up("s0").after(Duration.ofSeconds(1));
        pager.mutes.add(new Mute("m-1", of("s0"), "ann", pager.now, null, ""));
        pager.down("s0").after(Duration.ofMinutes(1));
        for (int i = 1; i < 10; i++) {
            pager.up("s" + i);
        }
        pager.after(HOUR);
        List<MessageLine> last = pager.messages.getLast().lines();
        assertThat(last).allMatch(each -> each.openInThread() == 0);
    }

    private static AlertMatcher of(String service) {
        return new AlertMatcher(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(service),
                Set.of(),
                Set.of());
    }

    @Test
    void ten_thousand_alerts_of_one_thread_are_counted_in_no_time() {
        var tools = new Timeline(channel("am", ChannelKind.ALERTMANAGER)).host("h1");
        tools.services(10_000, "h1");
        tools.atOnce(notices -> {
            for (int i = 0; i < 10_000; i++) {
                notices.add(
                        Notice.raised(
                                tools.now,
                                key(AlertRule.SERVICE_DOWN, "s" + i),
                                Severity.MEDIUM,
                                "s" + i + " is down",
                                "x".repeat(5_000)));
            }
        });
        Instant began = Instant.now();
        tools.after(Duration.ofSeconds(65));
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(tools.messages).hasSize(2);
        assertThat(tools.messages.getLast().lines())
                .hasSize(10_000)
                .allMatch(each -> each.openInThread() == 10_000 && each.text().length() < 300);
    }

    @Test
    void a_chain_of_thousands_costs_little_and_names_its_end() {
        int length = 5_000;
        line.service("s0", "h1");
        var changes = new ArrayList<InventoryChange>();
        for (int i = 1; i < length; i++) {
            changes.add(Timeline.put("s" + i, "h1", "s" + (i - 1)));
        }
        line.change(changes.toArray(InventoryChange[]::new));
        Instant began = Instant.now();
        line.atOnce(notices -> {
            for (int i = 0; i < length; i++) {
                line.state("s" + i, Status.STOPPED, Status.STOPPED);
                notices.add(
                        Notice.raised(
                                line.now,
                                key(AlertRule.SERVICE_DOWN, "s" + i),
                                Severity.MEDIUM,
                                "s" + i + " is down",
                                ""));
            }
        });
        line.after(Duration.ofSeconds(20));
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(line.got("mail"))
                .containsExactly("1 FIRING s0 is down; 4999 services depend on it");
        assertThat(line.alert("service_down/service:s4999").held()).contains("needs s0,");
        assertThat(line.lookedAt).doesNotContain(new ServiceId("s4999"));
    }
}
