package io.caretaker.core.recovery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What to do about a service, and why; the reason travels into logs, notices and the audit log.
public sealed interface RecoveryDecision {
    String reason();

    /// The service is not hard down.
    record NotNeeded(String reason) implements RecoveryDecision {}

    /// A guard forbids it now.
    ///
    /// @param until when the guard lifts by itself, or null
    record Held(Hold hold, String reason, @Nullable Instant until) implements RecoveryDecision {}

    /// Take this step now.
    record Act(RecoveryStep step, String reason) implements RecoveryDecision {}

    /// Only a person can help: tell them, once.
    record GiveUp(String reason) implements RecoveryDecision {}
}
