package io.caretaker.core.recovery;

import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.host.UnitState.Activity;
import io.caretaker.core.recovery.RecoveryDecision.Act;
import io.caretaker.core.recovery.RecoveryDecision.GiveUp;
import io.caretaker.core.recovery.RecoveryDecision.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides whether a service may be healed now, and by which step. Pure.
///
/// First the guards, which cost nothing; only when they all agree is evidence gathered, and the
/// step chosen from it.
public final class RecoveryRules {
    private static final Duration LONGEST_COOLDOWN = Duration.ofHours(1);
    private static final Duration LONGEST_START_LOOP = Duration.ofMinutes(3);
    private static final int MAX_DOUBLINGS = 20;

    /// What is said of a unit that its service manager starts again and again.
    private static final String START_LOOP = "in vain";

    private RecoveryRules() {}

    /// The first guard that objects, or null when all agree.
    public static @Nullable RecoveryDecision guards(RecoverySituation situation, Instant now) {
        return Guards.first(situation, now);
    }

    /// What each guard says that is asked, also those after the first that objects.
    public static List<GuardAnswer> answers(RecoverySituation situation, Instant now) {
        return Guards.answers(situation, now);
    }

    /// Gives up on what its service manager itself starts again and again; null while that is worth
    /// waiting for.
    static @Nullable GiveUp startLoop(RecoverySituation situation, String detail) {
        Instant since = situation.state().statusSince();
        Instant now = situation.state().lastCheck();
        if (!(detail.contains("auto-restart") || detail.contains(START_LOOP))
                || since == null
                || now == null
                || situation.trigger() == RecoveryTrigger.FORCED) {
            return null;
        }
        Duration down = Duration.between(since, now);
        return down.compareTo(LONGEST_START_LOOP) <= 0
                ? null
                : new GiveUp(
                        "its service manager has been starting it for "
                                + down.toMinutes()
                                + " min and it does not stay up: "
                                + detail);
    }

    static Duration longest(RecoveryPolicy policy) {
        return policy.cooldown().compareTo(LONGEST_COOLDOWN) > 0
                ? policy.cooldown()
                : LONGEST_COOLDOWN;
    }

    /// The step to take, when the guards agree.
    public static RecoveryDecision step(RecoverySituation situation, Evidence evidence) {
        RecoveryDecision objection = byManager(situation, evidence);
        if (objection == null) {
            objection = byStart(situation, evidence);
        }
        return objection == null ? byDiagnosis(situation, evidence) : objection;
    }

    /// What lives and was started a moment ago is not disturbed, whoever started it; null when
    /// nothing is starting, and when the log says more than that.
    private static @Nullable RecoveryDecision byStart(
            RecoverySituation situation, Evidence evidence) {
        return evidence.start() == null
                        || evidence.diagnosis().pattern() == FailurePattern.DATA_CORRUPT
                        || situation.trigger() == RecoveryTrigger.FORCED
                ? null
                : evidence.start()
                        .objection(
                                situation.service().recovery().actionTimeout(), LONGEST_START_LOOP);
    }

    /// What the host's service manager has against it; null when it has nothing.
    private static @Nullable RecoveryDecision byManager(
            RecoverySituation situation, Evidence evidence) {
        if (evidence.booting() != null && situation.trigger() == RecoveryTrigger.AUTOMATIC) {
            return new Held(Hold.IN_PROGRESS, evidence.booting(), null);
        }
        UnitState unit = evidence.unit();
        if (unit == null
                || situation.service().recovery().action() instanceof RecoveryAction.CustomScript) {
            return null;
        }
        if (unit.activity() == Activity.STARTING
                || unit.activity() == Activity.STOPPING
                || unit.detail().contains(START_LOOP)) {
            RecoveryDecision loop = startLoop(situation, unit.detail());
            return loop != null
                    ? loop
                    : new Held(
                            Hold.IN_PROGRESS,
                            "the service manager says: " + unit.detail() + "; waiting",
                            null);
        }
        boolean masked = unit.detail().contains("masked");
        return masked || unit.activity() == Activity.MISSING
                ? new Held(
                        Hold.NOT_HEALABLE,
                        masked
                                ? "its unit is masked, which a person decided"
                                : "its host knows no such service: " + unit.detail(),
                        null)
                : null;
    }

    private static RecoveryDecision byDiagnosis(RecoverySituation situation, Evidence evidence) {
        String because = because(situation, evidence.diagnosis());
        return switch (evidence.diagnosis().pattern()) {
            case DATA_CORRUPT ->
                    new GiveUp(
                            "its data files are damaged, a restart could make it worse; "
                                    + because);
            // Its own dead process may still be named in the lock; only what lives is another
            // server.
            case ALREADY_RUNNING ->
                    evidence.alive()
                            ? new GiveUp("another server runs on its data already; " + because)
                            : new Act(RecoveryStep.CLEAR_STALE_LOCK, because);
            case CONFIGURATION_INVALID -> forBadConfiguration(evidence, because);
            case DISK_FULL ->
                    evidence.diskFull()
                            ? new Held(
                                    Hold.DISK_FULL,
                                    "the disk is full; it is started when there is room; "
                                            + because,
                                    null)
                            : byAction(situation, evidence, because);
            case STARTING ->
                    evidence.alive()
                            ? new Held(
                                    Hold.IN_PROGRESS,
                                    "it is starting or recovering; waiting; " + because,
                                    null)
                            : byAction(situation, evidence, because);
            case STALE_LOCK ->
                    evidence.alive()
                            ? byAction(situation, evidence, because)
                            : new Act(RecoveryStep.CLEAR_STALE_LOCK, because);
            case NONE, OUT_OF_MEMORY, PORT_TAKEN, PERMISSION ->
                    byAction(situation, evidence, because);
        };
    }

    private static RecoveryDecision forBadConfiguration(Evidence evidence, String because) {
        if (evidence.goodConfigurationDiffers()) {
            return new Act(RecoveryStep.RESTORE_CONFIGURATION, because);
        }
        return new GiveUp("its configuration is invalid and no older good one is kept; " + because);
    }

    private static RecoveryDecision byAction(
            RecoverySituation situation, Evidence evidence, String because) {
        return switch (situation.service().recovery().action()) {
            case RecoveryAction.Restart _ -> new Act(gentlest(situation, evidence), because);
            case RecoveryAction.Reload _ -> new Act(RecoveryStep.RELOAD, because);
            case RecoveryAction.Start _ -> new Act(RecoveryStep.START, because);
            case RecoveryAction.Stop _ -> new Act(RecoveryStep.STOP, because);
            case RecoveryAction.CustomScript _ -> new Act(RecoveryStep.CUSTOM_SCRIPT, because);
        };
    }

    private static RecoveryStep gentlest(RecoverySituation situation, Evidence evidence) {
        if (!evidence.alive()) {
            return RecoveryStep.START;
        }
        return situation.recovery().attempts() == 0 && canReload(situation.service().control())
                ? RecoveryStep.RELOAD
                : RecoveryStep.RESTART;
    }

    private static boolean canReload(ServiceControl control) {
        return switch (control) {
            case ServiceControl.Systemd _,
                    ServiceControl.SysV _,
                    ServiceControl.OpenRc _,
                    ServiceControl.PgCluster _ ->
                    true;
            case ServiceControl.Commands commands -> !commands.reload().isEmpty();
            case ServiceControl.None _ -> false;
        };
    }

    private static String because(RecoverySituation situation, Diagnosis diagnosis) {
        return diagnosis.pattern() == FailurePattern.NONE
                ? situation.state().message()
                : situation.state().message() + "; its log says: " + diagnosis.evidence();
    }

    /// What is remembered before a step is taken: the attempt counts from here on, whatever happens
    /// to caretaker.
    public static RecoveryState begin(RecoveryState before, RecoveryStep step, Instant now) {
        return new RecoveryState(
                before.service(),
                before.attempts() + 1,
                now,
                now,
                false,
                false,
                new RecoveryState.InFlight(step, now),
                before.blockedSince());
    }

    /// What is remembered of a step whose end nobody saw, because the host was lost meanwhile: it
    /// was made, and whether it helped is found out anew, without a cooldown.
    public static RecoveryState lost(RecoveryState during) {
        return new RecoveryState(
                during.service(),
                during.attempts(),
                during.lastAttempt(),
                null,
                false,
                false,
                null,
                during.blockedSince());
    }

    /// What is remembered of a step that the host did not permit: no attempt was made, and only a
    /// person can help.
    public static RecoveryState refused(RecoveryState before) {
        return before.givenUp();
    }

    /// What is remembered of a service that has been up for long: only a block.
    public static RecoveryState settled(RecoveryState before) {
        return RecoveryState.fresh(before.service()).blocked(before.blockedSince());
    }

    /// What is remembered once the check has said whether the step worked.
    ///
    /// @param jitter 0 to 1; spreads the cooldown by up to a tenth either way
    public static RecoveryState end(
            RecoveryState during,
            RecoveryPolicy policy,
            boolean succeeded,
            double jitter,
            Instant now) {
        return new RecoveryState(
                during.service(),
                during.attempts(),
                during.lastAttempt(),
                now.plus(cooldown(policy, during.attempts(), jitter)),
                succeeded,
                false,
                null,
                succeeded && !(policy.blockUntil() instanceof BlockUntil.Cooldown)
                        ? now
                        : during.blockedSince());
    }

    /// The wait after attempt number `attempts` (from 1): the policy's, doubled with each further
    /// attempt.
    static Duration cooldown(RecoveryPolicy policy, int attempts, double jitter) {
        Duration most = longest(policy);
        Duration grown =
                policy.cooldown().multipliedBy(1L << Math.clamp(attempts - 1, 0, MAX_DOUBLINGS));
        Duration capped = grown.compareTo(most) > 0 ? most : grown;
        return Duration.ofMillis(Math.round(capped.toMillis() * (0.9 + 0.2 * jitter)));
    }

    /// Whether a service has been up for so long that its attempts are forgotten.
    public static boolean stable(RecoverySituation situation, Instant now) {
        Instant upSince = situation.state().upSince();
        return upSince != null
                && !now.isBefore(upSince.plus(situation.service().recovery().stableAfter()));
    }
}
