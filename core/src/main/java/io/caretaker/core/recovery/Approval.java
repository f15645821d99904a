package io.caretaker.core.recovery;

import io.caretaker.core.inventory.ServiceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person's word on one recovery, asked for where the environment demands it.
///
/// @param id short, to be typed (`r-7f3a`)
/// @param decidedBy who decided, null while pending
public record Approval(
        String id,
        ServiceId service,
        String reason,
        Instant requestedAt,
        Instant expiresAt,
        Verdict verdict,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {

    /// Where an approval stands. `USED` is an approval that an attempt was made on.
    public enum Verdict {
        PENDING,
        APPROVED,
        DENIED,
        USED
    }

    public boolean expired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /// Whether it still waits for an answer.
    public boolean open(Instant now) {
        return verdict == Verdict.PENDING && !expired(now);
    }

    public Approval decided(Verdict newVerdict, String who, Instant now) {
        return new Approval(id, service, reason, requestedAt, expiresAt, newVerdict, who, now);
    }
}
