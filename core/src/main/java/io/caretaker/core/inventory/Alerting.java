package io.caretaker.core.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is told about a service, and how loudly.
public record Alerting(
        boolean enabled,
        List<String> channels,
        Severity severity,
        @Nullable String escalationPolicy,
        @Nullable Instant muteUntil) {
    public static final Alerting DEFAULT =
            new Alerting(true, List.of(), Severity.MEDIUM, null, null);

    public Alerting {
        channels = List.copyOf(channels);
    }
}
