package io.caretaker.core.overview;

import static io.caretaker.core.overview.Night.AN_HOUR_AGO;
import static io.caretaker.core.overview.Night.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.MaintenanceWindow;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.BlockUntil;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryStep;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private static final ServiceId DB = new ServiceId("db");

    private static Night oneDown() {
        return new Night().host("h1").service("db", "h1").down("db");
    }

    private static AttentionItem only(Night night) {
        List<AttentionItem> items = night.overview().attention();
        assertThat(items).hasSize(1);
        return items.getFirst();
    }

    private static List<String> subjects(Overview overview) {
        return overview.attention().stream().map(each -> each.subject().toString()).toList();
    }

    @Test
    void an_empty_fleet_says_so_and_wants_nothing() {
        Overview overview = new Night().overview();

        assertThat(overview.headline()).isEqualTo(new Headline("There are no services yet.", null));
        assertThat(overview.attention()).isEmpty();
        assertThat(overview.fleet()).isEmpty();
    }

    @Test
    void a_fleet_that_is_well_is_one_sentence() {
        Overview overview = new Night().host("h1").service("a", "h1").service("b", "h1").overview();

        assertThat(overview.headline()).isEqualTo(new Headline("All 2 services are up.", null));
        assertThat(overview.attention()).isEmpty();
    }

    @Test
    void a_service_that_is_down_says_why_and_what_is_done() {
        AttentionItem item = only(oneDown());

        assertThat(item.subject()).isEqualTo(Subject.of(DB));
        assertThat(item.what()).isEqualTo("db is down.");
        assertThat(item.why()).isEqualTo("connection refused.");
        assertThat(item.doing()).isEqualTo("Caretaker is about to heal it.");
        assertThat(item.wanted()).isEqualTo(Wanted.NONE);
        assertThat(item.since()).isEqualTo(AN_HOUR_AGO);
        assertThat(oneDown().overview().headline())
                .isEqualTo(new Headline("1 service is down.", Severity.MEDIUM));
    }

    @Test
    void its_environment_says_how_bad_that_is_and_an_alert_knows_better() {
        assertThat(only(oneDown().environment("production", Severity.CRITICAL, null)).severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(
                        only(oneDown()
                                        .environment("production", Severity.CRITICAL, null)
                                        .alert("a-1", down("db"), Severity.HIGH, "db is down", ""))
                                .severity())
                .isEqualTo(Severity.HIGH);
    }

    private static AlertKey down(String service) {
        return AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId(service));
    }

    @Test
    void an_attempt_under_way_asks_nothing_of_people() {
        var step = new RecoveryState.InFlight(RecoveryStep.RESTART, NOW.minusSeconds(12));
        AttentionItem item =
                only(oneDown().recovery(new RecoveryState(DB, 1, null, null, false, false, step)));

        assertThat(item.doing()).isEqualTo("Caretaker is at it: it began to restart it 12 s ago.");
        assertThat(item.wanted()).isEqualTo(Wanted.NONE);
    }

    @Test
    void a_cooldown_says_when_it_ends() {
        var state = new RecoveryState(DB, 2, null, NOW.plusSeconds(240), false, false, null);

        assertThat(only(oneDown().recovery(state)).doing())
                .isEqualTo("Caretaker tried twice; it tries again in 4 min.");
    }

    @Test
    void what_caretaker_gave_up_is_for_a_person() {
        var state = new RecoveryState(DB, 3, null, null, false, true, null);
        AttentionItem item =
                only(
                        oneDown()
                                .recovery(state)
                                .alert(
                                        "a-2",
                                        AlertKey.of(AlertRule.RECOVERY_GAVE_UP, DB),
                                        Severity.CRITICAL,
                                        "db is down and caretaker gave up",
                                        "3 attempts"));

        assertThat(item.doing())
                .isEqualTo("Caretaker gave up after 3 attempts and does nothing more by itself.");
        assertThat(item.wanted()).isEqualTo(Wanted.LOOK);
        assertThat(item.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(item.alerts()).containsExactly("a-2");
    }

    @Test
    void a_block_asks_for_an_acknowledgement() {
        Night night =
                new Night()
                        .blockingUntil(new BlockUntil.Acknowledged())
                        .host("h1")
                        .service("db", "h1")
                        .down("db")
                        .recovery(RecoveryState.fresh(DB).blocked(AN_HOUR_AGO));

        AttentionItem item = only(night);
        assertThat(item.wanted()).isEqualTo(Wanted.ACKNOWLEDGE);
        assertThat(item.doing()).contains("brought it back 1 h ago already");
    }

    @Test
    void a_service_that_is_only_watched_is_for_a_person() {
        Night night = new Night().onlyWatching().host("h1").service("db", "h1").down("db");

        assertThat(only(night).wanted()).isEqualTo(Wanted.LOOK);
        assertThat(only(night).doing()).contains("only watches it");
    }

    @Test
    void approvals_come_first_whatever_else_is_worse() {
        Overview overview =
                new Night()
                        .environment("production", Severity.CRITICAL, null)
                        .environment("test", Severity.LOW, null)
                        .host("h1")
                        .host("t1", "test", "eu", HostStatus.ACTIVE)
                        .service("a", "h1")
                        .down("a")
                        .service("z", "t1")
                        .down("z")
                        .approval("r-1", "z", Approval.Verdict.PENDING, NOW.plusSeconds(720))
                        .overview();

        assertThat(subjects(overview)).containsExactly("service:z", "service:a");
        AttentionItem first = overview.attention().getFirst();
        assertThat(first.wanted()).isEqualTo(Wanted.APPROVE);
        assertThat(first.approval()).isEqualTo("r-1");
        assertThat(first.asked()).isEqualTo("Approve or deny; the question ends in 12 min.");
        assertThat(overview.headline().text())
                .isEqualTo("2 services are down, 1 waits for your approval.");
        assertThat(overview.headline().worst()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void an_approval_that_expired_or_whose_service_is_up_is_not_asked_for() {
        Night night =
                oneDown()
                        .service("up", "h1")
                        .approval("r-1", "db", Approval.Verdict.PENDING, NOW)
                        .approval("r-2", "up", Approval.Verdict.PENDING, NOW.plusSeconds(60))
                        .approval("r-3", "gone", Approval.Verdict.PENDING, NOW.plusSeconds(60));

        assertThat(only(night).wanted()).isEqualTo(Wanted.NONE);
    }

    @Test
    void a_denial_is_named() {
        Night night =
                oneDown().approval("r-1", "db", Approval.Verdict.DENIED, NOW.plusSeconds(600));

        assertThat(only(night).doing())
                .isEqualTo("Caretaker does not heal it: denied by bob; it asks again in 10 min.");
    }

    @Test
    void a_pause_is_in_the_headline_and_bad_while_something_waits_for_it() {
        Overview calm = new Night().host("h1").service("db", "h1").paused(null).overview();
        Overview bad = oneDown().paused(null).overview();
        Overview over = oneDown().paused(NOW).overview();

        assertThat(calm.headline().text())
                .isEqualTo("The one service is up. Recovery is paused by ann.");
        assertThat(calm.attention().getFirst().severity()).isEqualTo(Severity.LOW);
        assertThat(subjects(bad)).containsExactly("caretaker", "service:db");
        assertThat(bad.attention().getFirst().severity()).isEqualTo(Severity.HIGH);
        assertThat(bad.attention().getFirst().why()).isEqualTo("moving racks.");
        assertThat(bad.attention().getLast().doing()).contains("recovery is paused by ann");
        assertThat(over.pause()).isNull();
        assertThat(subjects(over)).containsExactly("service:db");
    }

    @Test
    void unknown_is_not_failed() {
        Overview overview =
                new Night().host("h1").service("a", "h1").service("b", "h1").unseen("b").overview();

        assertThat(overview.attention()).isEmpty();
        assertThat(overview.headline())
                .isEqualTo(new Headline("1 of 2 services is up, 1 is not known.", null));
    }

    @Test
    void what_nobody_can_find_out_is_told_once_an_alert_fires() {
        Night night =
                new Night()
                        .host("h1")
                        .service("db", "h1")
                        .state("db", Status.UNKNOWN)
                        .alert("a-1", down("db"), Severity.HIGH, "db is down", "");

        assertThat(only(night).what())
                .isEqualTo("Nobody can find out how db is; it was down before.");
        assertThat(only(night).wanted()).isEqualTo(Wanted.LOOK);
    }

    @Test
    void flapping_is_one_problem_up_or_down() {
        Night up =
                new Night()
                        .host("h1")
                        .service("db", "h1")
                        .state("db", Status.RUNNING, AN_HOUR_AGO, true)
                        .alert(
                                "a-1",
                                AlertKey.of(AlertRule.SERVICE_FLAPPING, DB),
                                Severity.HIGH,
                                "db goes up and down",
                                "");
        Night down = oneDown().state("db", Status.ERROR, AN_HOUR_AGO, true);

        assertThat(only(up).what()).isEqualTo("db goes up and down.");
        assertThat(only(up).severity()).isEqualTo(Severity.HIGH);
        assertThat(only(down).what()).isEqualTo("db goes up and down and is down now.");
        assertThat(only(down).wanted()).isEqualTo(Wanted.LOOK);
    }

    private static Night silent(Night night, String host) {
        return night.alert(
                "a-" + host,
                AlertKey.of(AlertRule.HOST_SILENT, new HostId(host)),
                Severity.HIGH,
                "host " + host + " does not answer; 3 services are not judged",
                "does not answer: timed out");
    }

    @Test
    void a_silent_host_hides_its_services_and_what_needs_them() {
        Night night = new Night().host("h1").host("h2").service("app", "h2", "db").down("app");
        night.service("db", "h1").down("db").service("cache", "h1");
        Overview overview = silent(night, "h1").overview();

        assertThat(subjects(overview)).containsExactly("host:h1");
        AttentionItem item = overview.attention().getFirst();
        assertThat(item.folded())
                .extracting(ServiceId::value)
                .containsExactly("app", "cache", "db");
        assertThat(item.what()).isEqualTo("Host h1 does not answer.");
        assertThat(item.doing())
                .isEqualTo(
                        "Caretaker keeps asking; 2 services are not judged until it answers."
                                + " 1 service elsewhere needs it and has trouble.");
        assertThat(overview.headline().text())
                .isEqualTo("1 host does not answer, 2 services are down.");
    }

    @Test
    void a_storm_of_host_deaths_is_one_item_a_host() {
        var night = new Night();
        for (int host = 0; host < 30; host++) {
            night.host("h" + host);
            for (int service = 0; service < 20; service++) {
                night.service("s" + host + "-" + service, "h" + host)
                        .down("s" + host + "-" + service);
            }
            silent(night, "h" + host);
        }
        Overview overview = night.overview();

        assertThat(overview.attention()).hasSize(30).allMatch(each -> each.folded().size() == 20);
        assertThat(overview.headline().text())
                .isEqualTo("30 hosts do not answer, 600 services are down.");
    }

    @Test
    void what_a_dependency_explains_is_folded_under_the_root_of_it() {
        Overview overview =
                new Night()
                        .host("h1")
                        .service("a-front", "h1", "b-back")
                        .service("b-back", "h1", "c-db")
                        .service("c-db", "h1")
                        .down("a-front")
                        .down("b-back")
                        .down("c-db")
                        .overview();

        assertThat(subjects(overview)).containsExactly("service:c-db");
        assertThat(overview.attention().getFirst().folded())
                .extracting(ServiceId::value)
                .containsExactly("a-front", "b-back");
        assertThat(overview.attention().getFirst().what())
                .isEqualTo("c-db is down, and 2 services that need it have trouble.");
    }

    @Test
    void a_dependency_that_is_up_explains_nothing() {
        Night night =
                new Night().host("h1").service("app", "h1", "db").service("db", "h1").down("app");

        assertThat(only(night).subject()).isEqualTo(Subject.of(new ServiceId("app")));
    }

    @Test
    void maintenance_is_one_quiet_item_for_a_host() {
        Night night =
                new Night()
                        .environment("production", Severity.CRITICAL, null)
                        .host("m1", "production", "eu", HostStatus.MAINTENANCE)
                        .service("a", "m1")
                        .service("b", "m1")
                        .down("a")
                        .down("b");
        AttentionItem item = only(night);

        assertThat(item.what())
                .isEqualTo("Host m1 is in maintenance, and 2 services have trouble.");
        assertThat(item.severity()).isEqualTo(Severity.LOW);
        assertThat(item.wanted()).isEqualTo(Wanted.NONE);
        assertThat(night.overview().headline().text())
                .isEqualTo("0 of 2 services are up, 2 are down in maintenance.");
    }

    @Test
    void maintenance_that_takes_others_down_is_no_longer_quiet() {
        AttentionItem item =
                only(
                        new Night()
                                .environment("production", Severity.CRITICAL, null)
                                .host("m1", "production", "eu", HostStatus.MAINTENANCE)
                                .host("h1")
                                .service("db", "m1")
                                .service("app", "h1", "db")
                                .down("db")
                                .down("app"));

        assertThat(item.subject()).isEqualTo(Subject.of(new HostId("m1")));
        assertThat(item.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(item.wanted()).isEqualTo(Wanted.LOOK);
    }

    @Test
    void a_maintenance_window_is_quiet_too() {
        var window =
                new MaintenanceWindow(null, LocalTime.of(2, 0), LocalTime.of(4, 0), ZoneOffset.UTC);
        AttentionItem item = only(oneDown().environment("production", Severity.CRITICAL, window));

        assertThat(item.severity()).isEqualTo(Severity.LOW);
        assertThat(item.wanted()).isEqualTo(Wanted.NONE);
        assertThat(item.doing()).startsWith("This is maintenance time");
    }

    @Test
    void what_is_out_of_service_or_not_watched_counts_nowhere() {
        Overview overview =
                new Night()
                        .host("old", "production", "eu", HostStatus.DECOMMISSIONED)
                        .host("h1")
                        .service("a", "old")
                        .down("a")
                        .service("b", "h1")
                        .notWatching()
                        .service("c", "h1")
                        .down("c")
                        .alert("a-1", down("c"), Severity.CRITICAL, "c is down", "")
                        .overview();

        assertThat(overview.headline()).isEqualTo(new Headline("The one service is up.", null));
        assertThat(overview.counts().unwatched()).isEqualTo(2);
        assertThat(overview.counts().down()).isZero();
        assertThat(overview.attention()).isEmpty();
    }

    @Test
    void what_somebody_sees_to_comes_last_and_asks_nothing() {
        Overview overview =
                new Night()
                        .onlyWatching()
                        .host("h1")
                        .service("a", "h1")
                        .down("a")
                        .service("b", "h1")
                        .down("b")
                        .alert("a-1", down("a"), Severity.CRITICAL, "a is down", "")
                        .alert("a-2", down("b"), Severity.LOW, "b is down", "")
                        .seen("a-1", "ann")
                        .overview();

        assertThat(subjects(overview)).containsExactly("service:b", "service:a");
        assertThat(overview.attention().getLast().seenBy()).isEqualTo("ann");
        assertThat(overview.attention().getLast().wanted()).isEqualTo(Wanted.NONE);
    }

    @Test
    void the_worst_come_first_and_of_those_the_oldest() {
        Overview overview =
                new Night()
                        .host("h1")
                        .service("young", "h1")
                        .service("old", "h1")
                        .service("bad", "h1")
                        .state("young", Status.ERROR, NOW.minusSeconds(5), false)
                        .state("old", Status.ERROR, AN_HOUR_AGO, false)
                        .state("bad", Status.ERROR, NOW, false)
                        .alert("a-1", down("bad"), Severity.CRITICAL, "bad is down", "")
                        .overview();

        assertThat(subjects(overview))
                .containsExactly("service:bad", "service:old", "service:young");
    }

    @Test
    void metrics_of_one_database_are_one_item() {
        Night night = new Night().host("h1").service("db", "h1");
        for (String metric : List.of("blocked_locks", "connections")) {
            night.alert(
                    "a-" + metric,
                    AlertKey.of(AlertRule.METRIC, DB, metric),
                    Severity.MEDIUM,
                    "db: " + metric,
                    metric + " are many");
        }

        assertThat(only(night).what()).isEqualTo("2 metrics of db are past their thresholds.");
        assertThat(only(night).wanted()).isEqualTo(Wanted.ACKNOWLEDGE);
        assertThat(only(night).alerts()).hasSize(2);
    }

    @Test
    void a_database_that_is_ill_needs_attention_without_an_alert_too() {
        Night night =
                new Night()
                        .host("h1")
                        .service("db", "h1")
                        .health(
                                "db",
                                new DatabaseHealth(HealthStatus.CRITICAL, 50, "the disk is full"));

        assertThat(only(night).why()).isEqualTo("the disk is full.");
        assertThat(only(night).wanted()).isEqualTo(Wanted.LOOK);
    }

    @Test
    void caretakers_own_trouble_is_told_in_its_own_words() {
        Night night =
                new Night()
                        .alert(
                                "a-1",
                                AlertKey.own(AlertRule.STORE_GONE),
                                Severity.HIGH,
                                "the store does not answer",
                                "connection refused");

        assertThat(only(night).what()).isEqualTo("the store does not answer.");
        assertThat(only(night).label()).isEqualTo("caretaker");
    }

    @Test
    void cut_off_hides_silent_hosts() {
        Night night = new Night().host("h1").service("db", "h1").down("db");
        silent(night, "h1")
                .alert(
                        "a-cut",
                        AlertKey.own(AlertRule.CUT_OFF),
                        Severity.HIGH,
                        "caretaker itself seems cut off",
                        "nothing that was asked answers");

        AttentionItem item = only(night);
        assertThat(item.subject()).isEqualTo(Subject.CARETAKER);
        assertThat(item.folded()).containsExactly(DB);
    }

    @Test
    void the_fleet_is_grouped_by_environment_and_region() {
        Overview overview =
                new Night()
                        .environment("production", Severity.HIGH, null)
                        .host("z", "zoo", "eu", HostStatus.ACTIVE)
                        .host("a", "alpha", "eu", HostStatus.ACTIVE)
                        .host("p1", "production", "us", HostStatus.ACTIVE)
                        .host("p2", "production", "eu", HostStatus.ACTIVE)
                        .service("s4", "z")
                        .service("s3", "a")
                        .service("s2", "p1")
                        .service("s1", "p2")
                        .down("s1")
                        .overview();

        assertThat(overview.fleet())
                .extracting(EnvironmentGroup::environment)
                .containsExactly("production", "alpha", "zoo");
        EnvironmentGroup production = overview.fleet().getFirst();
        assertThat(production.color()).isEqualTo("red");
        assertThat(production.regions())
                .extracting(RegionGroup::region)
                .containsExactly("eu", "us");
        assertThat(production.counts().down()).isEqualTo(1);
        assertThat(production.counts().up()).isEqualTo(1);
        FleetService first = production.regions().getFirst().services().getFirst();
        assertThat(first.id().value()).isEqualTo("s1");
        assertThat(first.type()).isEqualTo("postgresql");
        assertThat(first.uptimePercent()).isEqualTo(99.5);
    }

    @Test
    void ten_thousand_services_with_trouble_are_cheap() {
        var night = new Night().environment("production", Severity.HIGH, null);
        for (int host = 0; host < 500; host++) {
            night.host("h" + host);
            for (int number = 0; number < 20; number++) {
                String id = "s" + host + "-" + number;
                night.service(
                        id,
                        "h" + host,
                        number == 0 ? new String[0] : new String[] {"s" + host + "-0"});
                if (host % 2 == 0) {
                    night.down(id).alert("a-" + id, down(id), Severity.HIGH, id + " is down", "");
                }
            }
        }
        Findings findings = night.findings();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 40; round++) {
            long begin = System.nanoTime();
            assertThat(Overview.of(findings).attention()).hasSize(250);
            best = Math.min(best, System.nanoTime() - begin);
        }

        assertThat(Duration.ofNanos(best))
                .as("the best of %d rounds", 40)
                .isLessThan(Duration.ofMillis(200));
    }
}
