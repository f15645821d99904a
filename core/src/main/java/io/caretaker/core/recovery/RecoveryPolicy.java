package io.caretaker.core.recovery;

import java.time.Duration;

/// Whether and how a service is healed.
///
/// @param recoverOnDown opt-in: without it nothing is ever done
/// @param maxAttempts attempts before caretaker gives up, 1 to 100
/// @param cooldown wait after the first attempt; doubles with each further one, up to an hour (or
///   `cooldown` if longer)
/// @param notifyBefore whether people are told before the action
/// @param stableAfter how long a service must run without a break until its attempts are forgotten
/// @param maxRestarts restarts in one run of the daemon before a restart loop is declared
/// @param actionTimeout time limit of one action; a start that takes longer is not killed, only no
///   longer waited for
/// @param blockUntil how long it is left alone after it was brought back
public record RecoveryPolicy(
        boolean recoverOnDown,
        RecoveryAction action,
        int maxAttempts,
        Duration cooldown,
        boolean notifyBefore,
        Duration stableAfter,
        int maxRestarts,
        Duration actionTimeout,
        BlockUntil blockUntil) {
    public static final RecoveryPolicy DEFAULT =
            new RecoveryPolicy(
                    false,
                    new RecoveryAction.Restart(),
                    3,
                    Duration.ofSeconds(300),
                    false,
                    Duration.ofMinutes(10),
                    5,
                    Duration.ofSeconds(90));

    /// Without a block.
    public RecoveryPolicy(
            boolean recoverOnDown,
            RecoveryAction action,
            int maxAttempts,
            Duration cooldown,
            boolean notifyBefore,
            Duration stableAfter,
            int maxRestarts,
            Duration actionTimeout) {
        this(
                recoverOnDown,
                action,
                maxAttempts,
                cooldown,
                notifyBefore,
                stableAfter,
                maxRestarts,
                actionTimeout,
                new BlockUntil.Cooldown());
    }

    public RecoveryPolicy {
        if (maxAttempts < 1 || maxAttempts > 100) {
            throw new IllegalArgumentException(
                    "recovery.max_recovery_attempts must be 1 to 100, but is " + maxAttempts);
        }
        if (maxRestarts < 1) {
            throw new IllegalArgumentException(
                    "recovery.max_restarts must be at least 1, but is " + maxRestarts);
        }
        if (cooldown.isNegative()
                || stableAfter.isNegative()
                || actionTimeout.isNegative()
                || actionTimeout.isZero()) {
            throw new IllegalArgumentException("recovery times must not be negative");
        }
    }

    public RecoveryPolicy optedIn(boolean wanted) {
        return new RecoveryPolicy(
                wanted,
                action,
                maxAttempts,
                cooldown,
                notifyBefore,
                stableAfter,
                maxRestarts,
                actionTimeout,
                blockUntil);
    }
}
