package io.caretaker.core.recovery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Recovery is paused everywhere; watching goes on.
///
/// @param until null until somebody resumes
public record Pause(String by, String reason, Instant since, @Nullable Instant until) {
    public boolean over(Instant now) {
        return until != null && !now.isBefore(until);
    }
}
