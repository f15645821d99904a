package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What one channel knows of one alert: its line in the sent-log. Said means: durably queued.
///
/// @param said what it was told last; null when it is still owed its first word
/// @param at when that was queued; null with `said`
/// @param firstAt when it was told first that the present problem is there; null before
/// @param severity the severity it was told
/// @param thread the id of the message that told it first; empty before
/// @param owedSince since when it should know and does not, because the channel is quiet, slow or
///   at its limit; null while it is owed nothing
/// @param flapping whether it was told that the alert comes and goes
public record Telling(
        String channel,
        @Nullable Said said,
        @Nullable Instant at,
        @Nullable Instant firstAt,
        Severity severity,
        String thread,
        @Nullable Instant owedSince,
        boolean flapping) {

    /// For a channel that has to wait for its first word.
    public static Telling owed(String channel, Severity severity, Instant since) {
        return new Telling(channel, null, null, null, severity, "", since, false);
    }

    /// Whether the channel takes it that the problem is there.
    public boolean open() {
        return said == Said.FIRING || said == Said.ACKNOWLEDGED;
    }

    public Telling owing(Instant since) {
        return owedSince == null
                ? new Telling(channel, said, at, firstAt, severity, thread, since, flapping)
                : this;
    }
}
