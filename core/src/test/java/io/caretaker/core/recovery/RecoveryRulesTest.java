package io.caretaker.core.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.MaintenanceWindow;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ServiceId ID = new ServiceId("svc");
    private static final RecoveryPolicy OPTED_IN = RecoveryPolicy.DEFAULT.optedIn(true);

    private Fault fault = Fault.REFUSED;
    private boolean flapping;
    private RecoveryPolicy policy = OPTED_IN;
    private RecoveryState recovery = RecoveryState.fresh(ID);
    private HostStatus hostStatus = HostStatus.ACTIVE;
    private @Nullable Environment environment;
    private @Nullable Pause pause;
    private List<ServiceId> dependenciesDown = List.of();
    private @Nullable Approval approval;
    private int restarts;
    private ServiceControl control = new ServiceControl.Systemd("x.service");
    private RecoveryTrigger trigger = RecoveryTrigger.AUTOMATIC;
    private String address = "127.0.0.1";
    private @Nullable String hostSilent;
    private @Nullable String lockedDown;
    private String message = "connection refused";
    private Instant since = NOW;

    private static RecoveryPolicy blocked(BlockUntil block) {
        return new RecoveryPolicy(
                true,
                OPTED_IN.action(),
                OPTED_IN.maxAttempts(),
                OPTED_IN.cooldown(),
                OPTED_IN.notifyBefore(),
                OPTED_IN.stableAfter(),
                OPTED_IN.maxRestarts(),
                OPTED_IN.actionTimeout(),
                block);
    }

    private RecoverySituation situation() {
        var host =
                new Host(
                        new HostId("h"),
                        "h",
                        address,
                        Placement.of("production", "here"),
                        new SshConfig("root", 22, null, false),
                        HostMetadata.NONE,
                        hostStatus,
                        Origin.MANAGED,
                        NOW,
                        NOW,
                        null);
        var service =
                new Service(
                        ID,
                        host.id(),
                        "x.service",
                        ServiceType.OTHER,
                        null,
                        null,
                        new CheckSpec.Unit(),
                        null,
                        Monitoring.DEFAULT,
                        policy,
                        control,
                        List.of(),
                        List.of(),
                        Alerting.DEFAULT,
                        Care.DEFAULT,
                        "production",
                        "here",
                        List.of(),
                        List.of(),
                        Origin.MANAGED,
                        NOW,
                        NOW);
        var state =
                new ServiceState(
                        ID,
                        Status.STOPPED,
                        Status.STOPPED,
                        0,
                        4,
                        NOW,
                        since,
                        null,
                        FlapHistory.CALM,
                        flapping,
                        false,
                        message,
                        fault,
                        null);
        return new RecoverySituation(
                service,
                state,
                recovery,
                host,
                environment,
                pause,
                dependenciesDown,
                approval,
                hostSilent,
                lockedDown,
                restarts,
                trigger);
    }

    @Test
    void what_is_locked_down_is_left_to_people() {
        lockedDown = "locked down since 2026-01-01T00:00:00Z by cli:anna";
        assertHeld(Hold.LOCKED_DOWN);
        trigger = RecoveryTrigger.REQUESTED;
        assertThat(guards()).isNull();
    }

    @Test
    void every_guard_answers_also_after_the_first_that_objects() {
        pause = new Pause("anna", "migration", NOW.minusSeconds(60), null);
        dependenciesDown = List.of(ID);
        List<GuardAnswer> answers = RecoveryRules.answers(situation(), NOW);
        assertThat(answers).extracting(GuardAnswer::guard).doesNotContain(Guard.VETO);
        assertThat(answers)
                .filteredOn(each -> !each.agrees())
                .extracting(GuardAnswer::guard)
                .containsExactly(Guard.PAUSE, Guard.DEPENDENCIES);
        assertThat(answers).allSatisfy(each -> assertThat(each.words()).isNotBlank());
        trigger = RecoveryTrigger.FORCED;
        assertThat(RecoveryRules.answers(situation(), NOW))
                .extracting(GuardAnswer::guard)
                .containsExactly(
                        Guard.DOWN,
                        Guard.PAUSE,
                        Guard.CONTROL,
                        Guard.HOST,
                        Guard.DEPENDENCIES,
                        Guard.FAULT);
    }

    @Test
    void a_plan_names_what_is_run() {
        RecoverySituation now = situation();
        assertThat(RecoveryPlan.lines(RecoveryStep.RESTART, now.service(), now.host()))
                .first()
                .asString()
                .startsWith("run ");
        assertThat(RecoveryPlan.lines(RecoveryStep.CLEAR_STALE_LOCK, now.service(), now.host()))
                .hasSizeGreaterThan(2)
                .last()
                .asString()
                .startsWith("check it until it works");
        control =
                new ServiceControl.Commands(
                        List.of("mysqld", "-psecret"),
                        List.of("stop it"),
                        List.of(),
                        List.of(),
                        "db");
        now = situation();
        assertThat(RecoveryPlan.lines(RecoveryStep.RESTART, now.service(), now.host()))
                .startsWith("run 'stop it' as user db", "run mysqld -p*** as user db");
    }

    private @Nullable RecoveryDecision guards() {
        return RecoveryRules.guards(situation(), NOW);
    }

    private void assertHeld(Hold hold) {
        assertThat(guards())
                .isInstanceOfSatisfying(
                        RecoveryDecision.Held.class,
                        held -> {
                            assertThat(held.hold()).isEqualTo(hold);
                            assertThat(held.reason()).isNotBlank();
                        });
    }

    @Test
    void a_service_that_is_down_and_opted_in_may_be_healed() {
        assertThat(guards()).isNull();
    }

    @Test
    void nothing_is_done_without_opting_in() {
        policy = RecoveryPolicy.DEFAULT;
        assertHeld(Hold.NOT_OPTED_IN);
    }

    @Test
    void a_pause_holds_everything_even_a_forced_request() {
        pause = new Pause("anna", "migration", NOW.minusSeconds(60), null);
        assertHeld(Hold.PAUSED);
        trigger = RecoveryTrigger.FORCED;
        assertHeld(Hold.PAUSED);
    }

    @Test
    void a_pause_that_is_over_holds_nothing() {
        pause = new Pause("anna", "migration", NOW.minusSeconds(60), NOW);
        assertThat(guards()).isNull();
    }

    @ParameterizedTest
    @EnumSource(value = HostStatus.class, names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
    void only_services_of_active_hosts_are_healed(HostStatus status) {
        hostStatus = status;
        assertHeld(Hold.HOST_NOT_ACTIVE);
    }

    @Test
    void a_maintenance_window_holds() {
        environment =
                environment(
                        new MaintenanceWindow(
                                null, LocalTime.of(11, 0), LocalTime.of(13, 0), ZoneOffset.UTC),
                        false);
        assertHeld(Hold.MAINTENANCE_WINDOW);
    }

    @Test
    void a_dependency_is_healed_first() {
        dependenciesDown = List.of(ID);
        assertHeld(Hold.DEPENDENCY_DOWN);
    }

    @Test
    void a_host_that_does_not_answer_is_left_alone_even_when_forced() {
        hostSilent = "host h1 does not answer";
        assertHeld(Hold.HOST_UNREACHABLE);
        trigger = RecoveryTrigger.FORCED;
        assertHeld(Hold.HOST_UNREACHABLE);
    }

    @Test
    void another_machine_is_healed_like_this_one() {
        address = "192.0.2.1";
        assertThat(guards()).isNull();
    }

    @Test
    void a_block_waits_for_a_person_or_its_time_and_stops_no_person() {
        recovery = RecoveryState.fresh(ID).blocked(NOW.minusSeconds(60));
        assertThat(guards()).isNull();
        policy = blocked(new BlockUntil.Acknowledged());
        assertHeld(Hold.BLOCKED);
        policy = blocked(new BlockUntil.Elapsed(Duration.ofSeconds(61)));
        assertHeld(Hold.BLOCKED);
        policy = blocked(new BlockUntil.Elapsed(Duration.ofSeconds(60)));
        assertThat(guards()).isNull();
        policy = blocked(new BlockUntil.Acknowledged());
        trigger = RecoveryTrigger.REQUESTED;
        assertThat(guards()).isNull();
    }

    @Test
    void a_block_begins_with_success_and_outlasts_stability() {
        RecoveryState during =
                RecoveryRules.begin(RecoveryState.fresh(ID), RecoveryStep.START, NOW);
        RecoveryPolicy blocking = blocked(new BlockUntil.Acknowledged());
        assertThat(RecoveryRules.end(during, blocking, false, 0.5, NOW).blockedSince()).isNull();
        RecoveryState healed = RecoveryRules.end(during, blocking, true, 0.5, NOW);
        assertThat(healed.blockedSince()).isEqualTo(NOW);
        assertThat(RecoveryRules.settled(healed).blockedSince()).isEqualTo(NOW);
        assertThat(RecoveryRules.end(during, policy, true, 0.5, NOW).blockedSince()).isNull();
    }

    @Test
    void a_start_loop_of_the_service_manager_is_waited_for_and_then_given_up() {
        fault = Fault.STARTING;
        message = "db.service is activating (auto-restart)";
        since = NOW.minusSeconds(60);
        assertHeld(Hold.IN_PROGRESS);
        since = NOW.minusSeconds(600);
        assertThat(guards()).isInstanceOf(RecoveryDecision.GiveUp.class);
    }

    @Test
    void units_that_are_masked_or_unknown_are_left_to_people() {
        for (UnitState unit :
                List.of(
                        new UnitState(UnitState.Activity.INACTIVE, "masked", null),
                        new UnitState(UnitState.Activity.MISSING, "no such unit", null))) {
            var evidence = new Evidence(unit, false, Diagnosis.NONE, false, false);
            assertThat(RecoveryRules.step(situation(), evidence))
                    .isInstanceOfSatisfying(
                            RecoveryDecision.Held.class,
                            held -> assertThat(held.hold()).isEqualTo(Hold.NOT_HEALABLE));
        }
    }

    @Test
    void a_host_that_boots_starts_its_services_itself() {
        var evidence = new Evidence(null, false, Diagnosis.NONE, false, false, "it boots", null);
        assertThat(RecoveryRules.step(situation(), evidence))
                .isInstanceOfSatisfying(
                        RecoveryDecision.Held.class,
                        held -> assertThat(held.hold()).isEqualTo(Hold.IN_PROGRESS));
        trigger = RecoveryTrigger.REQUESTED;
        assertThat(RecoveryRules.step(situation(), evidence))
                .isInstanceOf(RecoveryDecision.Act.class);
    }

    @Test
    void without_a_way_to_start_it_nothing_is_done() {
        control = new ServiceControl.None();
        assertHeld(Hold.NO_CONTROL);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STARTING", "STOPPING"})
    void a_start_or_stop_under_way_is_waited_for_even_when_forced(Fault seen) {
        fault = seen;
        trigger = RecoveryTrigger.FORCED;
        assertHeld(Hold.IN_PROGRESS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"OVERLOADED", "AUTHENTICATION", "TLS", "NAME_NOT_FOUND", "UNREACHABLE"})
    void what_a_restart_does_not_heal_is_not_restarted(Fault seen) {
        fault = seen;
        assertHeld(Hold.NOT_HEALABLE);
    }

    @Test
    void flapping_suppresses_recovery() {
        flapping = true;
        assertHeld(Hold.FLAPPING);
    }

    @Test
    void the_cooldown_is_waited_for_unless_forced() {
        recovery =
                new RecoveryState(
                        ID, 1, NOW.minusSeconds(10), NOW.plusSeconds(290), true, false, null);
        assertHeld(Hold.COOLDOWN);
        trigger = RecoveryTrigger.REQUESTED;
        assertHeld(Hold.COOLDOWN);
        trigger = RecoveryTrigger.FORCED;
        assertThat(guards()).isNull();
    }

    @Test
    void a_cooldown_from_before_the_clock_was_set_back_is_not_waited_for() {
        recovery =
                new RecoveryState(
                        ID, 1, NOW.plusSeconds(86_400), NOW.plusSeconds(86_700), true, false, null);
        assertThat(guards()).isNull();
    }

    @Test
    void used_up_attempts_give_up_and_say_so() {
        recovery = new RecoveryState(ID, 3, NOW.minusSeconds(9999), NOW, false, false, null);
        assertThat(guards())
                .isInstanceOfSatisfying(
                        RecoveryDecision.GiveUp.class,
                        up -> assertThat(up.reason()).contains("3 attempts"));
    }

    @Test
    void five_restarts_in_one_run_are_a_loop() {
        restarts = 5;
        assertThat(guards())
                .isInstanceOfSatisfying(
                        RecoveryDecision.GiveUp.class,
                        up -> assertThat(up.reason()).contains("restart loop"));
    }

    @Test
    void having_given_up_stays_until_a_person_acts() {
        recovery = new RecoveryState(ID, 0, null, null, false, true, null);
        assertThat(guards()).isInstanceOf(RecoveryDecision.GiveUp.class);
        trigger = RecoveryTrigger.FORCED;
        assertThat(guards()).isNull();
    }

    @Test
    void approval_is_awaited_then_honoured_then_spent() {
        environment = environment(null, true);
        assertHeld(Hold.AWAITING_APPROVAL);
        approval = approval(Approval.Verdict.PENDING, 60);
        assertHeld(Hold.AWAITING_APPROVAL);
        approval = approval(Approval.Verdict.APPROVED, 60);
        assertThat(guards()).isNull();
        approval = approval(Approval.Verdict.USED, 60);
        assertHeld(Hold.AWAITING_APPROVAL);
        approval = approval(Approval.Verdict.DENIED, 60);
        assertHeld(Hold.DENIED);
        approval = approval(Approval.Verdict.APPROVED, -1);
        assertHeld(Hold.AWAITING_APPROVAL);
    }

    @Test
    void a_person_who_asks_has_approved() {
        environment = environment(null, true);
        trigger = RecoveryTrigger.REQUESTED;
        assertThat(guards()).isNull();
    }

    @Test
    void damaged_data_is_never_restarted_not_even_when_forced() {
        trigger = RecoveryTrigger.FORCED;
        assertThat(step(FailurePattern.DATA_CORRUPT, false, false, false))
                .isInstanceOf(RecoveryDecision.GiveUp.class);
    }

    @Test
    void a_bad_configuration_is_replaced_by_the_last_good_one_or_left_to_a_person() {
        assertThat(step(FailurePattern.CONFIGURATION_INVALID, false, false, true))
                .isInstanceOfSatisfying(
                        RecoveryDecision.Act.class,
                        act ->
                                assertThat(act.step())
                                        .isEqualTo(RecoveryStep.RESTORE_CONFIGURATION));
        assertThat(step(FailurePattern.CONFIGURATION_INVALID, false, false, false))
                .isInstanceOf(RecoveryDecision.GiveUp.class);
    }

    @Test
    void a_full_disk_is_waited_for_and_then_started() {
        assertThat(step(FailurePattern.DISK_FULL, false, true, false))
                .isInstanceOfSatisfying(
                        RecoveryDecision.Held.class,
                        held -> assertThat(held.hold()).isEqualTo(Hold.DISK_FULL));
        assertActs(step(FailurePattern.DISK_FULL, false, false, false), RecoveryStep.START);
    }

    @Test
    void crash_recovery_in_progress_is_waited_for() {
        assertThat(step(FailurePattern.STARTING, true, false, false))
                .isInstanceOfSatisfying(
                        RecoveryDecision.Held.class,
                        held -> assertThat(held.hold()).isEqualTo(Hold.IN_PROGRESS));
        assertActs(step(FailurePattern.STARTING, false, false, false), RecoveryStep.START);
    }

    @Test
    void a_stale_lock_is_cleared_only_when_nothing_lives() {
        assertActs(
                step(FailurePattern.STALE_LOCK, false, false, false),
                RecoveryStep.CLEAR_STALE_LOCK);
        assertActs(step(FailurePattern.STALE_LOCK, true, false, false), RecoveryStep.RELOAD);
    }

    @Test
    void gentle_comes_before_drastic() {
        assertActs(step(FailurePattern.NONE, false, false, false), RecoveryStep.START);
        assertActs(step(FailurePattern.NONE, true, false, false), RecoveryStep.RELOAD);
        recovery = new RecoveryState(ID, 1, NOW, NOW, false, false, null);
        assertActs(step(FailurePattern.NONE, true, false, false), RecoveryStep.RESTART);
    }

    @Test
    void a_unit_that_systemd_is_starting_again_is_left_to_it() {
        var unit = new UnitState(UnitState.Activity.STARTING, "activating (auto-restart)", null);
        var evidence = new Evidence(unit, false, Diagnosis.NONE, false, false);
        assertThat(RecoveryRules.step(situation(), evidence))
                .isInstanceOf(RecoveryDecision.Held.class);
    }

    @Test
    void a_process_that_has_just_been_started_is_not_disturbed_unless_forced() {
        RecoveryDecision soon = step(FailurePattern.NONE, start(1, 1));
        assertThat(soon)
                .isInstanceOfSatisfying(
                        RecoveryDecision.Held.class,
                        held -> assertThat(held.hold()).isEqualTo(Hold.IN_PROGRESS));
        assertThat(soon.reason()).contains("started 1 s ago");
        for (FailurePattern left :
                List.of(FailurePattern.ALREADY_RUNNING, FailurePattern.STALE_LOCK)) {
            assertThat(step(left, start(1, 1))).isInstanceOf(RecoveryDecision.Held.class);
        }
        trigger = RecoveryTrigger.REQUESTED;
        assertThat(step(FailurePattern.NONE, start(1, 1)))
                .isInstanceOf(RecoveryDecision.Held.class);
        trigger = RecoveryTrigger.FORCED;
        assertActs(step(FailurePattern.NONE, start(1, 1)), RecoveryStep.RELOAD);
    }

    @Test
    void a_start_is_waited_for_as_long_as_one_of_caretaker_itself() {
        long patience = OPTED_IN.actionTimeout().toSeconds();
        assertThat(step(FailurePattern.NONE, start(patience - 1, patience - 1)))
                .isInstanceOf(RecoveryDecision.Held.class);
        assertActs(step(FailurePattern.NONE, start(patience, patience)), RecoveryStep.RELOAD);
    }

    @Test
    void starts_by_somebody_else_that_never_last_are_given_up() {
        assertThat(step(FailurePattern.NONE, start(5, 180)))
                .isInstanceOf(RecoveryDecision.Held.class);
        assertThat(step(FailurePattern.NONE, start(5, 181)))
                .isInstanceOf(RecoveryDecision.GiveUp.class);
    }

    @Test
    void damaged_data_are_said_at_once() {
        assertThat(step(FailurePattern.DATA_CORRUPT, start(1, 1)))
                .isInstanceOf(RecoveryDecision.GiveUp.class);
    }

    @Test
    void the_cooldown_doubles_with_each_attempt_up_to_an_hour() {
        assertThat(RecoveryRules.cooldown(OPTED_IN, 1, 0.5)).isEqualTo(Duration.ofMinutes(5));
        assertThat(RecoveryRules.cooldown(OPTED_IN, 2, 0.5)).isEqualTo(Duration.ofMinutes(10));
        assertThat(RecoveryRules.cooldown(OPTED_IN, 50, 0.5)).isEqualTo(Duration.ofHours(1));
        assertThat(RecoveryRules.cooldown(OPTED_IN, 1, 0)).isEqualTo(Duration.ofSeconds(270));
        assertThat(RecoveryRules.cooldown(OPTED_IN, 1, 1)).isEqualTo(Duration.ofSeconds(330));
    }

    @Test
    void an_attempt_counts_from_its_begin() {
        RecoveryState during = RecoveryRules.begin(recovery, RecoveryStep.START, NOW);
        assertThat(during.attempts()).isEqualTo(1);
        assertThat(during.inFlight())
                .isEqualTo(new RecoveryState.InFlight(RecoveryStep.START, NOW));
        RecoveryState after = RecoveryRules.end(during, OPTED_IN, true, 0.5, NOW.plusSeconds(5));
        assertThat(after.inFlight()).isNull();
        assertThat(after.attempts()).isEqualTo(1);
        assertThat(after.notBefore()).isEqualTo(NOW.plusSeconds(305));
    }

    private RecoveryDecision step(
            FailurePattern pattern, boolean alive, boolean diskFull, boolean goodConfiguration) {
        return RecoveryRules.step(
                situation(),
                new Evidence(
                        null,
                        alive,
                        new Diagnosis(pattern, "a line"),
                        diskFull,
                        goodConfiguration));
    }

    private RecoveryDecision step(FailurePattern pattern, ProcessStart start) {
        return RecoveryRules.step(
                situation(),
                new Evidence(
                        null, true, new Diagnosis(pattern, "a line"), false, false, null, start));
    }

    private static ProcessStart start(long runningSeconds, long tryingSeconds) {
        return new ProcessStart(
                Duration.ofSeconds(runningSeconds), Duration.ofSeconds(tryingSeconds));
    }

    private static void assertActs(RecoveryDecision decision, RecoveryStep step) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        RecoveryDecision.Act.class, act -> assertThat(act.step()).isEqualTo(step));
    }

    private static Environment environment(
            @Nullable MaintenanceWindow window, boolean approvalRequired) {
        return new Environment(
                "production",
                null,
                null,
                Severity.HIGH,
                window,
                approvalRequired,
                Origin.MANAGED,
                NOW);
    }

    private static Approval approval(Approval.Verdict verdict, long secondsLeft) {
        return new Approval(
                "r-1", ID, "down", NOW, NOW.plusSeconds(secondsLeft), verdict, "anna", NOW);
    }
}
