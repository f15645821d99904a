package io.caretaker.core.status;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.status.Transition.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides what a result means for a service. Pure.
///
/// The model is Icinga's: a result that disagrees with the hard status is soft and makes quick
/// retries; only when they disagree too does the hard status follow. A success is believed at once.
/// An unknown result is not a failure: it neither counts as one nor ends a row of failures.
public final class StatusRules {
    private StatusRules() {}

    /// The state after `outcome`.
    ///
    /// @param unreachable whether the host or a dependency is down, which explains a failure or
    ///   that nothing could be found out
    /// @param certain whether the failure needs no retry, as when the process is known to have
    ///   ended
    public static Transition observe(
            ServiceState before,
            Outcome outcome,
            Monitoring monitoring,
            boolean unreachable,
            boolean certain,
            Instant now) {
        Status found = Status.of(outcome);
        boolean first = before.lastCheck() == null;
        // A retry that confirms a failure is no change of mind: only up <-> not up counts as
        // flapping.
        boolean changed =
                !first
                        && known(found)
                        && known(before.lastResult())
                        && found.up() != before.lastResult().up();
        FlapHistory flaps = before.flaps().add(changed);
        boolean flapping = flaps.flapping(before.flapping());
        int failures =
                found.down()
                        ? before.consecutiveFailures() + 1
                        : found.up() ? 0 : before.consecutiveFailures();
        Instant upSince = found.up() ? notLater(before.upSince(), now) : null;

        boolean believed =
                found.up()
                        || agrees(found, before.status())
                        || (certain && found.down())
                        || (found.down()
                                ? failures > monitoring.retryAttempts()
                                : before.attempt() >= monitoring.retryAttempts());
        Status hard = believed ? found : before.status();
        boolean sameSide = hard == before.status();
        Instant since =
                sameSide && before.statusSince() != null
                        ? before.statusSince()
                        : believed ? now : null;
        int attempt = believed ? 0 : before.attempt() + 1;
        var state =
                new ServiceState(
                        before.id(),
                        hard,
                        found,
                        attempt,
                        failures,
                        now,
                        since,
                        upSince,
                        flaps,
                        flapping,
                        unreachable && !found.up(),
                        outcome.message(),
                        faultOf(outcome),
                        before.uptimePercent());
        Kind kind = kind(before, found, hard, believed, first);
        Duration next = nextCheck(outcome, believed, monitoring);
        return new Transition(state, kind, next, reason(kind, state, monitoring, outcome));
    }

    /// Since when it is up; a beginning in the future comes from a clock that was set back.
    private static Instant notLater(@Nullable Instant began, Instant now) {
        return began == null || began.isAfter(now) ? now : began;
    }

    private static boolean known(Status status) {
        return status != Status.UNKNOWN;
    }

    private static boolean agrees(Status found, Status hard) {
        return found == hard || (found.down() && hard.down());
    }

    private static Kind kind(
            ServiceState before, Status found, Status hard, boolean believed, boolean first) {
        if (!believed) {
            return found.down() ? Kind.SOFT_FAILURE : Kind.NONE;
        }
        if (hard.up()) {
            return before.status().up()
                    ? (before.status() == hard ? Kind.NONE : Kind.DEGRADED_OR_RESTORED)
                    : Kind.HARD_UP;
        }
        if (hard.down()) {
            return before.status().down()
                    ? (before.status() == hard ? Kind.NONE : Kind.STILL_DOWN)
                    : Kind.HARD_DOWN;
        }
        return before.status() == Status.UNKNOWN && !first ? Kind.NONE : Kind.HARD_UNKNOWN;
    }

    private static Duration nextCheck(Outcome outcome, boolean believed, Monitoring monitoring) {
        Duration retry = min(monitoring.retryDelay(), monitoring.interval());
        if (!believed) {
            return retry;
        }
        // A server that is starting or stopping will answer soon: look more often, it costs one
        // short log-in.
        return faultOf(outcome) == Fault.STARTING || faultOf(outcome) == Fault.STOPPING
                ? retry
                : monitoring.interval();
    }

    private static @Nullable Fault faultOf(Outcome outcome) {
        return outcome instanceof Outcome.Down down ? down.fault() : null;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static String reason(
            Kind kind, ServiceState state, Monitoring monitoring, Outcome outcome) {
        return switch (kind) {
            case NONE -> outcome.message();
            case SOFT_FAILURE ->
                    "failure "
                            + state.attempt()
                            + ", believed after "
                            + monitoring.retryAttempts()
                            + " retries: "
                            + outcome.message();
            case HARD_DOWN ->
                    (state.consecutiveFailures() == 1
                                    ? "down after a failed check: "
                                    : "down after "
                                            + state.consecutiveFailures()
                                            + " failed checks in a row: ")
                            + outcome.message();
            case STILL_DOWN -> "still down, differently: " + outcome.message();
            case HARD_UP -> "up: " + outcome.message();
            case DEGRADED_OR_RESTORED -> outcome.message();
            case HARD_UNKNOWN -> "cannot be found out: " + outcome.message();
        };
    }
}
