package io.caretaker.server.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.document.HealthDocument;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.Threshold;
import io.caretaker.core.health.Thresholds;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.StatusRules;
import io.caretaker.server.tell.AlertDesk;
import io.caretaker.server.watch.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthBoardTest {
    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final HealthBoard board = new HealthBoard(notices::add, now::get);
    private static final AlertKey KEY =
            AlertKey.of(AlertRule.METRIC, new ServiceId("db"), "blocked_locks");
    private static final Care WITHOUT_THRESHOLDS =
            new Care(
                    new Thresholds(Map.of()),
                    Care.DEFAULT.cleanup(),
                    Care.DEFAULT.protection(),
                    Care.DEFAULT.longQuery(),
                    false);
    private final Service service =
            Databases.service(
                    new Care(
                            Care.DEFAULT
                                    .thresholds()
                                    .with(
                                            Map.of(
                                                    "blocked_locks",
                                                    Threshold.above(1, 5)
                                                            .holding(Duration.ofSeconds(60)))),
                            Care.DEFAULT.cleanup(),
                            Care.DEFAULT.protection(),
                            Care.DEFAULT.longQuery(),
                            false));

    @Test
    void an_excess_that_lasts_is_told_once_and_its_end_is_told_too() {
        assertThat(look(0, 6)).isZero();
        assertThat(look(59, 6)).isZero();
        assertThat(look(60, 6)).isOne();
        assertThat(look(90, 7)).isOne();
        await().untilAsserted(() ->
                assertThat(notices)
                        .singleElement()
                        .satisfies(notice -> {
                            assertThat(notice.title())
                                    .startsWith("Shop is critical: ")
                                    .contains("sessions that wait for a lock");
                            assertThat(notice.severity()).isEqualTo(Severity.HIGH);
                            assertThat(notice.key().detail()).isEqualTo("blocked_locks");
                        }));
        assertThat(look(120, 0)).isZero();
        await().untilAsserted(() ->
                assertThat(notices)
                        .extracting(Notice::kind)
                        .containsExactly(Notice.Kind.RAISED, Notice.Kind.CLEARED));
    }

    @Test
    void a_short_excess_is_told_to_nobody() {
        look(0, 6);
        look(30, 0);
        look(61, 6);
        look(90, 0);
        assertThat(notices).isEmpty();
    }

    @Test
    void the_newest_health_is_known_until_the_service_is_gone() {
        look(0, 6);
        look(60, 6);
        var health = board.health(service.id()).orElseThrow();
        assertThat(health.status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(health.score()).isEqualTo(75);
        board.forget(Set.of(service.id()));
        assertThat(board.health(service.id())).isEmpty();
    }

    @Test
    void an_alert_of_an_earlier_run_is_over_when_the_metric_is_good() {
        AlertDesk desk = told();
        var next = new HealthBoard(desk, now::get);
        next.judge(service, blocked(0));
        assertThat(desk.firing(KEY)).isFalse();
    }

    @Test
    void an_alert_of_an_earlier_run_goes_on_while_the_metric_is_past_its_threshold() {
        AlertDesk desk = told();
        var next = new HealthBoard(desk, now::get);
        next.judge(service, blocked(6));
        assertThat(desk.firing(KEY)).isTrue();
        next.judge(service, Metrics.NONE);
        assertThat(desk.firing(KEY)).isTrue();
        next.judge(service, blocked(0));
        assertThat(desk.firing(KEY)).isFalse();
    }

    @Test
    void an_alert_about_a_metric_without_a_threshold_is_over() {
        AlertDesk desk = told();
        var next = new HealthBoard(desk, now::get);
        next.judge(Databases.service(WITHOUT_THRESHOLDS), Metrics.NONE);
        assertThat(desk.firing(KEY)).isFalse();
    }

    @Test
    void the_whole_newest_look_is_remembered_and_judged_as_it_lasted() {
        assertThat(board.report(service)).isEmpty();
        checked(0, reached(6), new Outcome.Up("15.4"));
        HealthReport first = board.report(service).orElseThrow();
        assertThat(first.status()).isEqualTo(HealthStatus.HEALTHY);
        checked(60, reached(6), new Outcome.Warning("blocked"));
        HealthReport report = board.report(service).orElseThrow();
        assertThat(report.status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(report.score()).isEqualTo(75);
        assertThat(report.at()).isEqualTo(Instant.EPOCH.plusSeconds(60));
        assertThat(report.took()).isEqualTo(Duration.ofMillis(12));
        assertThat(HealthDocument.of(report))
                .containsEntry("version", "15.4")
                .containsEntry("fingerprint", "7001")
                .containsEntry("notes", List.of("GRANT something"))
                .containsEntry("status", "critical");

        board.forget(Set.of(service.id()));
        assertThat(board.report(service)).isEmpty();
    }

    @Test
    void a_server_that_cannot_be_reached_is_critical_and_a_refused_log_in_unknown() {
        checked(0, reached(0), new Outcome.Up("15.4"));
        checked(30, null, new Outcome.Down(Fault.UNREACHABLE, "no way to it", null));
        HealthReport down = board.report(service).orElseThrow();
        assertThat(down.status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(down.score()).isZero();
        assertThat(down.message()).isEqualTo("no way to it");

        checked(
                60,
                new DatabaseReply.Refused(Fault.AUTHENTICATION, "wrong password", null),
                new Outcome.Unknown("the server lives and refuses the log-in", null));
        HealthReport refused = board.report(service).orElseThrow();
        assertThat(refused.status()).isNull();
        assertThat(refused.reachable()).isTrue();
    }

    @Test
    void an_answer_that_came_too_late_does_not_hide_that_the_check_failed() {
        checked(0, reached(0), new Outcome.Down(Fault.TIMED_OUT, "no answer in time", null));
        assertThat(board.report(service).orElseThrow().message()).isEqualTo("no answer in time");
    }

    private static DatabaseReply.Reached reached(double sessions) {
        return new DatabaseReply.Reached(
                "15.4", "7001", blocked(sessions), null, List.of("GRANT something"), List.of());
    }

    /// A check as the probe and the board make it.
    private void checked(int second, @Nullable DatabaseReply reply, Outcome outcome) {
        now.set(Instant.EPOCH.plusSeconds(second));
        if (reply instanceof DatabaseReply.Reached reached) {
            board.judge(service, reached.metrics());
        }
        if (reply != null) {
            board.answered(service, reply);
        }
        var result =
                new CheckResult(
                        service,
                        CheckType.STATUS_CHECK,
                        ProbeReply.of(outcome),
                        now.get(),
                        Duration.ofMillis(12),
                        false);
        board.observed(
                result,
                StatusRules.observe(
                        ServiceState.unseen(service.id()),
                        outcome,
                        service.monitoring(),
                        false,
                        false,
                        now.get()));
    }

    private AlertDesk told() {
        var desk = new AlertDesk(List.of());
        var first = new HealthBoard(desk, now::get);
        for (int second : new int[] {0, 60}) {
            now.set(Instant.EPOCH.plusSeconds(second));
            first.judge(service, blocked(6));
        }
        assertThat(desk.firing(KEY)).isTrue();
        return desk;
    }

    private static Metrics blocked(double number) {
        return Metrics.builder().put("blocked_locks", number).build();
    }

    private int look(int second, double blocked) {
        now.set(Instant.EPOCH.plusSeconds(second));
        return board.judge(service, blocked(blocked)).size();
    }
}
