package io.caretaker.core.alert;

import static io.caretaker.core.alert.Timeline.START;
import static io.caretaker.core.alert.Timeline.channel;
import static io.caretaker.core.alert.Timeline.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.MaintenanceWindow;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PipelineTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private final Timeline line =
            new Timeline(channel("mail", ChannelKind.EMAIL)).host("h1").host("h2");

    @Test
    void a_death_is_told_once_within_a_second_repeated_and_resolved() {
        line.service("db", "h1").down("db").after(Duration.ofHours(5)).up("db").after(HOUR);
        assertThat(line.got("mail"))
                .containsExactly(
                        "1 FIRING db is down",
                        "14401 FIRING db is down",
                        "18000 RESOLVED db is up");
        Alert alert = line.alert("service_down/service:db");
        assertThat(alert.state()).isEqualTo(AlertState.RESOLVED);
        assertThat(alert.ending()).isEqualTo("db is up");
        assertThat(line.messages)
                .extracting(Message::threads)
                .containsExactly(
                        List.of(),
                        List.of(line.messages.getFirst().id()),
                        List.of(line.messages.getFirst().id()));
    }

    @Test
    void what_is_over_before_anybody_heard_of_it_is_told_to_nobody() {
        line.service("db", "h1").down("db").after(Duration.ofMillis(900)).up("db").after(HOUR);
        assertThat(line.messages).isEmpty();
        assertThat(line.alert("service_down/service:db").firing()).isFalse();
    }

    @Test
    void channels_are_told_in_the_order_in_which_they_are_configured() {
        String[] names = {"zeta", "mail", "alpha", "pager", "log", "beta"};
        var many =
                new Timeline(
                        Stream.of(names)
                                .map(name -> channel(name, ChannelKind.EMAIL))
                                .toArray(ChannelPolicy[]::new));
        many.host("h1").service("db", "h1").down("db").after(Duration.ofMinutes(1));
        assertThat(many.alert("service_down/service:db").tellings())
                .extracting(Telling::channel)
                .containsExactly(names);
    }

    @Test
    void saying_the_same_again_changes_nothing() {
        line.service("db", "h1").down("db").down("db").after(Duration.ofMinutes(1)).down("db");
        assertThat(line.got("mail")).hasSize(1);
        assertThat(line.alerts).hasSize(1);
    }

    @Test
    void a_dead_database_with_many_dependents_is_one_message_with_the_count() {
        line.service("db", "h1");
        for (int i = 0; i < 100; i++) {
            line.service("web" + i, "h2", "db");
        }
        line.down("db");
        for (int i = 0; i < 100; i++) {
            line.down("web" + i);
        }
        line.after(Duration.ofMinutes(30)).up("db").after(Duration.ofSeconds(5));
        for (int i = 0; i < 100; i++) {
            line.up("web" + i);
        }
        line.after(HOUR);
        assertThat(line.got("mail"))
                .containsExactly(
                        "1 FIRING db is down; 100 services depend on it", "1800 RESOLVED db is up");
        assertThat(line.messages.getFirst().lines().getFirst().affected()).hasSize(10);
        assertThat(line.alert("service_down/service:web7").tellings()).isEmpty();
    }

    @Test
    void a_dependent_that_stays_down_after_its_cause_is_told_then() {
        line.service("db", "h1").service("web", "h2", "db");
        line.down("db").down("web").after(Duration.ofMinutes(10)).up("db").after(HOUR);
        assertThat(line.got("mail"))
                .containsExactly(
                        "1 FIRING db is down; 1 service depends on it",
                        "600 RESOLVED db is up",
                        "680 FIRING web is down");
    }

    @Test
    void a_cause_that_nobody_would_hear_of_explains_nothing() {
        var silent = new Alerting(false, List.of(), Severity.MEDIUM, null, null);
        line.service("db", "h1", silent).service("web", "h2", "db");
        line.down("db").down("web").after(HOUR);
        assertThat(line.got("mail")).containsExactly("1 FIRING web is down");
    }

    @Test
    void a_dependent_that_fails_first_waits_until_its_cause_is_known() {
        line.service("db", "h1").service("web", "h2", "db");
        line.after(Duration.ofSeconds(1)).down("web");
        assertThat(line.lookedAt).containsExactly(new ServiceId("db"));
        line.after(Duration.ofSeconds(2)).state("db", Status.RUNNING, Status.STOPPED);
        line.after(Duration.ofSeconds(15)).down("db").after(HOUR);
        assertThat(line.got("mail"))
                .containsExactly("19 FIRING db is down; 1 service depends on it");
        assertThat(line.alert("service_down/service:web").held()).contains("needs db");
    }

    @Test
    void a_dependent_whose_needs_are_well_is_told_as_soon_as_they_were_asked() {
        line.service("db", "h1").service("web", "h2", "db");
        line.after(Duration.ofSeconds(1)).down("web");
        line.after(Duration.ofMillis(200)).state("db", Status.RUNNING, Status.RUNNING);
        line.after(HOUR);
        assertThat(line.got("mail")).containsExactly("3 FIRING web is down");
    }

    @Test
    void a_silent_host_speaks_for_its_services() {
        line.service("db", "h1").service("cache", "h1");
        line.silent("h1").down("db").down("cache").after(Duration.ofMinutes(5));
        assertThat(line.got("mail")).containsExactly("1 FIRING host h1 does not answer");
        assertThat(line.messages.getFirst().lines().getFirst().affected())
                .containsExactlyInAnyOrder("db", "cache");
        line.answers("h1").after(Duration.ofSeconds(10)).up("db").after(HOUR);
        assertThat(line.got("mail").subList(1, 3))
                .containsExactly("300 RESOLVED host h1 answers again", "380 FIRING cache is down");
    }

    @Test
    void nothing_outside_is_told_while_caretaker_is_cut_off() {
        line.service("db", "h1");
        line.say(
                Notice.raised(
                        line.now, AlertKey.own(AlertRule.CUT_OFF), Severity.HIGH, "cut off", ""));
        line.silent("h1").down("db").after(HOUR);
        assertThat(line.got("mail")).containsExactly("1 FIRING cut off");
    }

    @Test
    void many_at_once_are_few_messages_with_a_count() {
        line.services(10_000, "h1", "h2");
        line.atOnce(notices -> {
            for (int i = 0; i < 10_000; i++) {
                notices.add(
                        Notice.raised(
                                line.now.plusMillis(i / 10),
                                key(AlertRule.SERVICE_DOWN, "s" + i),
                                Severity.MEDIUM,
                                "s" + i + " is down",
                                ""));
            }
        });
        line.after(Duration.ofMinutes(10));
        assertThat(line.messages).hasSizeBetween(1, 8);
        assertThat(line.messages.stream().mapToInt(each -> each.lines().size() + each.more()).sum())
                .isEqualTo(10_000);
        assertThat(line.messages).allMatch(each -> each.lines().size() <= 25);
        assertThat(line.got("mail").getLast()).contains("services are down in production: ");
    }

    @Test
    void each_problem_is_an_incident_where_incidents_are_kept_unless_there_is_a_flood() {
        var pager = new Timeline(channel("pager", ChannelKind.PAGERDUTY)).host("h1");
        pager.services(20, "h1");
        pager.down("s1").down("s2").after(Duration.ofSeconds(2));
        assertThat(pager.messages).hasSize(2);
        pager.up("s1").after(Duration.ofMinutes(5));
        assertThat(pager.messages.getLast().lines().getFirst().openInThread()).isZero();
        for (int i = 3; i < 20; i++) {
            pager.down("s" + i);
        }
        pager.after(Duration.ofSeconds(2));
        assertThat(pager.messages).hasSize(4);
        Message flood = pager.messages.getLast();
        assertThat(flood.lines()).hasSize(17);
        pager.up("s3").after(Duration.ofSeconds(1));
        assertThat(pager.messages.getLast().lines().getFirst().thread()).isEqualTo(flood.id());
        assertThat(pager.messages.getLast().lines().getFirst().openInThread()).isEqualTo(16);
    }

    @Test
    void an_acknowledged_alert_is_neither_repeated_nor_escalated() {
        line.policy = escalating();
        line.service("db", "h1").down("db").after(Duration.ofMinutes(5));
        line.acknowledge("service_down/service:db", null).after(Duration.ofHours(10)).up("db");
        assertThat(line.got("mail"))
                .containsExactly(
                        "1 FIRING db is down",
                        "300 ACKNOWLEDGED ann sees to it: db is down",
                        "36300 RESOLVED db is up");
        assertThat(line.got("pager")).isEmpty();
    }

    @Test
    void an_acknowledgement_that_runs_out_is_told() {
        line.service("db", "h1").down("db").after(Duration.ofMinutes(5));
        line.acknowledge("service_down/service:db", line.now.plus(HOUR)).after(Duration.ofHours(2));
        assertThat(line.got("mail"))
                .containsExactly(
                        "1 FIRING db is down",
                        "300 ACKNOWLEDGED ann sees to it: db is down",
                        "3900 FIRING db is down");
        assertThat(line.messages.getLast().lines().getFirst().reason())
                .isEqualTo("it is no longer acknowledged");
    }

    @Test
    void nobody_acknowledging_brings_the_next_step() {
        line.policy = escalating();
        line.service("db", "h1").down("db").after(HOUR).up("db").after(HOUR);
        assertThat(line.got("mail"))
                .containsExactly("1 FIRING db is down", "3600 RESOLVED db is up");
        assertThat(line.got("pager"))
                .containsExactly("901 FIRING db is down", "3600 RESOLVED db is up");
        assertThat(line.messages.get(1).lines().getFirst().reason())
                .isEqualTo("nobody acknowledged it within 15 min");
    }

    private static AlertingPolicy escalating() {
        var channels =
                Map.of(
                        "mail", channel("mail", ChannelKind.EMAIL),
                        "pager", channel("pager", ChannelKind.PAGERDUTY));
        var steps =
                List.of(
                        new EscalationPolicy.Step(Duration.ZERO, List.of("mail")),
                        new EscalationPolicy.Step(Duration.ofMinutes(15), List.of("pager")));
        AlertingPolicy usual = AlertingPolicy.NONE;
        return new AlertingPolicy(
                usual.groupWait(),
                Duration.ofDays(1),
                usual.reopen(),
                usual.giveUp(),
                channels,
                List.of(new Route(AlertMatcher.ALL, new EscalationPolicy("dba", steps), false)),
                Map.of(),
                Map.of(),
                Map.of());
    }

    @Test
    void what_became_worse_is_told_and_what_became_better_is_not() {
        line.service("db", "h1");
        metric(Severity.MEDIUM).after(Duration.ofMinutes(5));
        metric(Severity.HIGH).after(Duration.ofMinutes(5));
        metric(Severity.MEDIUM).after(Duration.ofMinutes(5));
        assertThat(line.got("mail")).hasSize(2);
        assertThat(line.messages.getLast().lines().getFirst().reason())
                .isEqualTo("it became worse");
    }

    private Timeline metric(Severity severity) {
        return line.say(
                Notice.raised(
                        line.now,
                        AlertKey.of(AlertRule.METRIC, new ServiceId("db"), "blocked_locks"),
                        severity,
                        "db: blocked",
                        ""));
    }

    @Test
    void a_muted_service_is_told_of_when_the_mute_is_over() {
        var muted = new Alerting(true, List.of(), Severity.MEDIUM, null, START.plus(HOUR));
        line.service("db", "h1", muted).down("db").after(Duration.ofMinutes(59));
        assertThat(line.messages).isEmpty();
        assertThat(line.alert("service_down/service:db").held()).contains("muted until");
        line.after(Duration.ofMinutes(5));
        assertThat(line.got("mail")).containsExactly("3600 FIRING db is down");
    }

    @Test
    void a_mute_of_one_problem_leaves_the_others_of_the_service() {
        line.service("db", "h1");
        AlertKey blocked = AlertKey.of(AlertRule.METRIC, new ServiceId("db"), "blocked_locks");
        AlertKey slow = AlertKey.of(AlertRule.METRIC, new ServiceId("db"), "slow_queries");
        line.mutes.add(new Mute("m-1", AlertMatcher.of(blocked), "ann", START, null, ""));
        line.say(Notice.raised(line.now, blocked, Severity.MEDIUM, "blocked", ""));
        line.say(Notice.raised(line.now, slow, Severity.MEDIUM, "slow", "")).after(HOUR);
        assertThat(line.got("mail")).containsExactly("1 FIRING slow");
    }

    @Test
    void a_mute_of_many_holds_while_it_lasts() {
        var production =
                new AlertMatcher(
                        Set.of(),
                        Set.of(),
                        Set.of("production"),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of());
        line.mutes.add(new Mute("m-1", production, "ann", START, START.plus(HOUR), "moving"));
        line.service("db", "h1").down("db").after(Duration.ofMinutes(30)).up("db").after(HOUR);
        assertThat(line.messages).isEmpty();
    }

    @Test
    void maintenance_is_quiet_and_what_outlasts_it_is_told() {
        var window =
                new MaintenanceWindow(
                        null, LocalTime.of(9, 0), LocalTime.of(11, 0), ZoneOffset.UTC);
        line.environment("production", Severity.MEDIUM, window);
        line.service("db", "h1").service("cache", "h1").down("db").down("cache");
        line.after(Duration.ofMinutes(30)).up("cache").after(HOUR);
        assertThat(line.got("mail")).hasSize(1).first().asString().contains("FIRING db is down");
        assertThat(line.messages.getFirst().at())
                .isBetween(START.plus(HOUR), START.plus(HOUR).plusSeconds(3));
        line.host("h2", "production", HostStatus.MAINTENANCE)
                .service("x", "h2")
                .down("x")
                .after(HOUR);
        assertThat(line.got("mail")).hasSize(1);
    }

    @Test
    void quiet_hours_keep_what_is_not_bad_enough_for_the_morning() {
        var quiet =
                new QuietHours(
                        Set.of(),
                        LocalTime.of(9, 0),
                        LocalTime.of(12, 0),
                        ZoneOffset.UTC,
                        Severity.HIGH);
        line.policy =
                AlertingPolicy.of(
                        List.of(
                                new ChannelPolicy(
                                        "mail",
                                        ChannelKind.EMAIL,
                                        Severity.LOW,
                                        true,
                                        true,
                                        null,
                                        quiet,
                                        5,
                                        Duration.ofSeconds(10))));
        line.service("db", "h1").service("cache", "h1").service("big", "h1", loud());
        line.down("db").down("cache").after(Duration.ofMinutes(30)).up("cache");
        line.down("big", Severity.CRITICAL).after(Duration.ofHours(2));
        assertThat(line.got("mail"))
                .containsExactly(
                        "1801 FIRING big is down", "7200 FIRING db is down; and 1 other news");
        assertThat(line.messages.getLast().lines().getLast().reason())
                .contains("there and is over");
    }

    private static Alerting loud() {
        return new Alerting(true, List.of(), Severity.CRITICAL, null, null);
    }

    @Test
    void the_environment_decides_how_bad_an_ordinary_service_is() {
        line.environment("production", Severity.HIGH, null).environment("dev", Severity.LOW, null);
        line.host("h3", "dev", HostStatus.ACTIVE);
        line.service("db", "h1").service("toy", "h3").service("pet", "h3", loud());
        line.down("db").down("toy");
        line.say(
                Notice.raised(
                        line.now,
                        key(AlertRule.SERVICE_DOWN, "pet"),
                        Severity.CRITICAL,
                        "pet",
                        ""));
        assertThat(line.alert("service_down/service:db").severity()).isEqualTo(Severity.HIGH);
        assertThat(line.alert("service_down/service:toy").severity()).isEqualTo(Severity.LOW);
        assertThat(line.alert("service_down/service:pet").severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void what_comes_and_goes_is_said_to_do_so_and_then_left_alone() {
        line.service("db", "h1");
        for (int i = 0; i < 12; i++) {
            line.down("db").after(Duration.ofMinutes(1)).up("db").after(Duration.ofMinutes(1));
        }
        line.after(HOUR);
        assertThat(line.alerts).hasSize(1);
        assertThat(line.got("mail")).hasSize(8);
        assertThat(line.messages.get(6).lines().getFirst().reason()).isEqualTo("it comes and goes");
        assertThat(line.messages.getLast().said()).isEqualTo(Said.RESOLVED);
    }

    @Test
    void events_are_told_once_and_not_where_only_problems_count() {
        var both =
                new Timeline(
                                channel("mail", ChannelKind.EMAIL),
                                channel("pager", ChannelKind.PAGERDUTY))
                        .host("h1")
                        .service("db", "h1");
        both.say(
                Notice.noted(
                        both.now,
                        key(AlertRule.RECOVERY_DONE, "db"),
                        Severity.LOW,
                        "db was brought back",
                        ""));
        both.after(Duration.ofHours(10));
        assertThat(both.got("mail")).containsExactly("0 EVENT db was brought back");
        assertThat(both.got("pager")).isEmpty();
    }

    @Test
    void the_end_of_a_death_ends_what_was_said_of_its_recovery() {
        line.service("db", "h1").down("db");
        line.say(
                Notice.raised(
                        line.now,
                        key(AlertRule.RECOVERY_GAVE_UP, "db"),
                        Severity.CRITICAL,
                        "gave up",
                        ""));
        line.after(Duration.ofMinutes(1)).up("db").after(HOUR);
        assertThat(line.alerts.values()).noneMatch(Alert::firing);
        assertThat(line.got("mail")).containsExactly("1 FIRING gave up", "60 RESOLVED db is up");
    }

    @Test
    void a_removed_service_ends_its_alerts_and_says_so() {
        line.service("db", "h1").down("db").after(Duration.ofMinutes(1));
        line.change(new InventoryChange.RemoveService(new ServiceId("db"))).lookAgain();
        line.after(HOUR);
        assertThat(line.alert("service_down/service:db").state()).isEqualTo(AlertState.EXPIRED);
        assertThat(line.got("mail"))
                .containsExactly("1 FIRING db is down", "60 RESOLVED it is no longer looked after");
    }

    @Test
    void a_channel_with_much_waiting_gets_one_message_when_it_is_free() {
        line.services(30, "h1");
        line.waiting.put("mail", ChannelLoad.MOST_WAITING);
        for (int i = 0; i < 30; i++) {
            line.down("s" + i).after(Duration.ofSeconds(5));
        }
        line.up("s1").after(Duration.ofMinutes(1));
        assertThat(line.messages).isEmpty();
        line.waiting.clear();
        line.after(Duration.ofMinutes(1));
        assertThat(line.messages).hasSize(1);
        Message all = line.messages.getFirst();
        assertThat(all.lines().size() + all.more()).isEqualTo(30);
    }

    @Test
    void a_failing_channel_is_not_told_of_itself() {
        var two =
                new Timeline(
                        channel("mail", ChannelKind.EMAIL), channel("chat", ChannelKind.SLACK));
        two.say(
                Notice.raised(
                        two.now,
                        new AlertKey(AlertRule.CHANNEL_FAILING, Subject.channel("mail"), ""),
                        Severity.HIGH,
                        "mail does not deliver",
                        ""));
        two.after(HOUR);
        assertThat(two.got("mail")).isEmpty();
        assertThat(two.got("chat")).containsExactly("1 FIRING mail does not deliver");
    }

    @Test
    void an_alertmanager_is_told_again_each_minute_because_it_forgets() {
        var tools =
                new Timeline(channel("am", ChannelKind.ALERTMANAGER))
                        .host("h1")
                        .service("db", "h1");
        tools.down("db").after(Duration.ofMinutes(5)).up("db").after(HOUR);
        assertThat(tools.messages).hasSize(6);
        assertThat(tools.messages.getLast().said()).isEqualTo(Said.RESOLVED);
    }

    @Test
    void without_channels_alerts_are_kept_all_the_same() {
        var alone = new Timeline().host("h1").service("db", "h1").down("db");
        alone.after(HOUR).up("db");
        assertThat(alone.alert("service_down/service:db").state()).isEqualTo(AlertState.RESOLVED);
        assertThat(alone.messages).isEmpty();
    }

    @Test
    void a_crash_between_two_turns_repeats_nothing() {
        line.service("db", "h1").down("db").after(Duration.ofSeconds(2));
        // Another daemon goes on with what was written: the same alerts, everything looked at.
        line.lookAgain().after(Duration.ofMinutes(1)).down("db").lookAgain();
        assertThat(line.got("mail")).hasSize(1);
    }

    @Test
    void nothing_is_looked_at_without_need() {
        line.service("db", "h1").down("db").after(Duration.ofHours(3));
        assertThat(line.turns).isLessThan(8);
    }

    @Test
    void a_rule_may_have_to_last_and_may_be_off() {
        AlertingPolicy usual = line.policy;
        line.policy =
                new AlertingPolicy(
                        usual.groupWait(),
                        usual.repeat(),
                        usual.reopen(),
                        usual.giveUp(),
                        usual.channels(),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(
                                AlertRule.SERVICE_DOWN,
                                new RulePolicy(true, Severity.CRITICAL, Duration.ofMinutes(2)),
                                AlertRule.HOST_SILENT,
                                new RulePolicy(false, null, Duration.ZERO)));
        line.service("db", "h1").down("db").silent("h2").after(HOUR);
        assertThat(line.got("mail")).containsExactly("120 FIRING db is down");
        assertThat(line.messages.getFirst().severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void an_instant_later_than_the_notice_makes_no_difference_to_its_thread() {
        line.service("db", "h1").down("db").after(Duration.ofMinutes(1)).up("db");
        line.after(Duration.ofMinutes(2)).down("db").after(Duration.ofMinutes(1));
        assertThat(line.got("mail"))
                .containsExactly(
                        "1 FIRING db is down", "60 RESOLVED db is up", "181 FIRING db is down");
        assertThat(line.messages.getLast().lines().getFirst().reason()).isEqualTo("again");
        assertThat(line.messages.getLast().threads())
                .containsExactly(line.messages.getFirst().id());
        Instant since = line.messages.getLast().lines().getFirst().since();
        assertThat(since).isEqualTo(START.plusSeconds(180));
    }
}
