package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a channel wants to hear, and how much at once.
///
/// @param least the severity from which on it is told
/// @param events whether it is told of what merely happened, such as a recovery
/// @param resolved whether it is told that a problem is over
/// @param repeat how often it is told of a problem that goes on; null for the general interval
/// @param burst messages that may leave at once
/// @param pace time in which one more message may leave, once the burst is used up
public record ChannelPolicy(
        String name,
        ChannelKind kind,
        Severity least,
        boolean events,
        boolean resolved,
        @Nullable Duration repeat,
        @Nullable QuietHours quiet,
        int burst,
        Duration pace) {
    public static final int USUAL_BURST = 5;
    public static final Duration USUAL_PACE = Duration.ofSeconds(10);

    public ChannelPolicy {
        if (burst < 1 || burst > 1_000) {
            throw new IllegalArgumentException("burst must be 1 to 1000, but is " + burst);
        }
        if (pace.isNegative()) {
            throw new IllegalArgumentException("pace_sec must not be negative");
        }
    }

    /// As a channel of the kind usually is.
    public static ChannelPolicy of(String name, ChannelKind kind) {
        return new ChannelPolicy(
                name,
                kind,
                Severity.LOW,
                kind.events(),
                true,
                kind.repeat(),
                null,
                USUAL_BURST,
                USUAL_PACE);
    }
}
