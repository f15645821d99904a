package io.caretaker.web.page;

import io.caretaker.core.recovery.Pause;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A pause of recovery in words. Pure.
public final class PauseWords {
    private PauseWords() {}

    /// Empty when there is none, or it is over.
    public static String of(@Nullable Pause pause, Instant now) {
        if (pause == null || pause.over(now)) {
            return "";
        }
        Instant until = pause.until();
        return "Recovery is paused: nothing is healed"
                + (until == null
                        ? " until somebody resumes it"
                        : " for " + Amounts.duration(Duration.between(now, until)) + " more")
                + ". By "
                + pause.by()
                + (pause.reason().isEmpty() ? "." : ": " + pause.reason());
    }
}
