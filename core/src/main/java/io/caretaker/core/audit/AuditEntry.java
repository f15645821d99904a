package io.caretaker.core.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One action: who, what, on what, when, how long, with which result. Holds no secret.
///
/// @param actor `caretaker` for its own decisions, else the person (`cli:anna`)
/// @param action lower case with dots (`recovery.restart`, `host.add`, `pause`)
/// @param target an id, or empty when the action has no target
/// @param took null for actions without a duration
public record AuditEntry(
        Instant at,
        String actor,
        String action,
        String target,
        boolean success,
        String message,
        @Nullable Duration took,
        Map<String, String> details) {
    public AuditEntry {
        details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
    }

    public static AuditEntry of(
            Instant at,
            String actor,
            String action,
            String target,
            boolean success,
            String message) {
        return new AuditEntry(at, actor, action, target, success, message, null, Map.of());
    }

    /// The entry with what stores keep of its times: whole milliseconds.
    public AuditEntry kept() {
        return new AuditEntry(
                at.truncatedTo(ChronoUnit.MILLIS),
                actor,
                action,
                target,
                success,
                message,
                took == null ? null : Duration.ofMillis(took.toMillis()),
                details);
    }
}
