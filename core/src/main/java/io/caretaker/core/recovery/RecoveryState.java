package io.caretaker.core.recovery;

import io.caretaker.core.inventory.ServiceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What recovery remembers of a service. Immutable; kept on disk before and after each attempt.
///
/// @param attempts attempts since the service was last stable
/// @param lastAttempt when the newest attempt began
/// @param notBefore no attempt before this instant (cooldown)
/// @param lastSucceeded whether the newest attempt brought the service back
/// @param gaveUp whether people have been told that caretaker gave up; cleared by stability or by a
///   person
/// @param inFlight the step that was begun and whose end is not written yet; survives a crash of
///   caretaker
/// @param blockedSince when a recovery by caretaker itself began a block that no person has lifted;
///   null without one
public record RecoveryState(
        ServiceId service,
        int attempts,
        @Nullable Instant lastAttempt,
        @Nullable Instant notBefore,
        boolean lastSucceeded,
        boolean gaveUp,
        @Nullable InFlight inFlight,
        @Nullable Instant blockedSince) {

    /// Without a block.
    public RecoveryState(
            ServiceId service,
            int attempts,
            @Nullable Instant lastAttempt,
            @Nullable Instant notBefore,
            boolean lastSucceeded,
            boolean gaveUp,
            @Nullable InFlight inFlight) {
        this(service, attempts, lastAttempt, notBefore, lastSucceeded, gaveUp, inFlight, null);
    }

    public static RecoveryState fresh(ServiceId service) {
        return new RecoveryState(service, 0, null, null, false, false, null);
    }

    public RecoveryState blocked(@Nullable Instant since) {
        return new RecoveryState(
                service, attempts, lastAttempt, notBefore, lastSucceeded, gaveUp, inFlight, since);
    }

    /// The same, with people told that only they can help, and nothing under way.
    public RecoveryState givenUp() {
        return new RecoveryState(
                service, attempts, lastAttempt, notBefore, lastSucceeded, true, null, blockedSince);
    }

    /// A step that was begun.
    public record InFlight(RecoveryStep step, Instant startedAt) {}
}
