package io.caretaker.core.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is to know of an alert now, and when more will.
///
/// @param next when the next step of an escalation is due; null when there is none
public record Recipients(List<Recipient> now, @Nullable Instant next) {
    public Recipients {
        now = List.copyOf(now);
    }

    /// One channel.
    ///
    /// @param reason why it is told only now; empty for the first step
    public record Recipient(ChannelPolicy channel, String reason) {}
}
