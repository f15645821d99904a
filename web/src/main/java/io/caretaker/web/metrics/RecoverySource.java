package io.caretaker.web.metrics;

import io.caretaker.server.heal.RecoveryFigures;
import io.caretaker.server.heal.RecoveryLoop;
import java.util.List;

/// What caretaker does to bring services back.
final class RecoverySource implements Source {
    private static final Family ATTEMPTS =
            Family.counter(
                    "caretaker_recovery_attempts_total",
                    "attempts to bring services back, by what was done and how it ended (healed,"
                            + " failed, refused, unknown)",
                    "action",
                    "result");
    private static final Family DURATION =
            Family.histogram(
                    "caretaker_recovery_attempt_duration_seconds",
                    "how long attempts took, until the service worked or was given up");
    private static final Family RUNNING =
            Family.gauge("caretaker_recoveries_running", "recoveries under way");
    private static final Family BLOCKED =
            Family.gauge(
                    "caretaker_recovery_blocked_services",
                    "services that a recovery holds back until a person lifts that");
    private static final Family GIVEN_UP =
            Family.gauge(
                    "caretaker_recovery_given_up_services", "services that caretaker has given up");
    private static final Family APPROVALS =
            Family.gauge(
                    "caretaker_approvals_waiting", "recoveries that wait for a person's approval");
    private static final Family PAUSED =
            Family.gauge("caretaker_recovery_paused", "1 while a person has paused recovery");

    private final RecoveryLoop recovery;

    RecoverySource(RecoveryLoop recovery) {
        this.recovery = recovery;
    }

    /// All that it may ever tell.
    static List<Family> families() {
        return List.of(ATTEMPTS, DURATION, RUNNING, BLOCKED, GIVEN_UP, APPROVALS, PAUSED);
    }

    @Override
    public void collect(Samples samples) {
        recovery.attempts()
                .counts()
                .forEach((kind, count) ->
                        samples.add(
                                ATTEMPTS,
                                Labels.of("action", kind.action(), "result", kind.result()),
                                count));
        samples.add(DURATION, Labels.EMPTY, recovery.attempts().durations());
        RecoveryFigures now = recovery.figures();
        samples.add(RUNNING, now.running());
        samples.add(BLOCKED, now.blocked());
        samples.add(GIVEN_UP, now.givenUp());
        samples.add(APPROVALS, now.approvalsWaiting());
        samples.add(PAUSED, Labels.EMPTY, now.paused());
    }
}
