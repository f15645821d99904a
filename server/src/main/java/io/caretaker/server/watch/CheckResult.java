package io.caretaker.server.watch;

import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What one check of a service gave.
///
/// @param certain whether a failure needs no retry
public record CheckResult(
        Service service,
        CheckType type,
        ProbeReply reply,
        Instant at,
        Duration took,
        boolean certain) {

    /// The row of the history.
    public HistoryEntry entry() {
        return new HistoryEntry(
                service.id(),
                service.hostId(),
                at,
                type,
                Status.of(reply.outcome()),
                statusCode(),
                took,
                reply.metrics(),
                error(),
                details(),
                null);
    }

    private int statusCode() {
        return switch (reply.outcome()) {
            case Outcome.Up _, Outcome.Warning _ -> 0;
            case Outcome.Down down -> down.fault().statusCode();
            case Outcome.Unknown _ -> HistoryEntry.UNKNOWN_CODE;
        };
    }

    private @Nullable String error() {
        return reply.outcome() instanceof Outcome.Up ? null : reply.outcome().message();
    }

    private @Nullable String details() {
        return switch (reply.outcome()) {
            case Outcome.Up _, Outcome.Warning _ -> null;
            case Outcome.Down down -> down.details();
            case Outcome.Unknown unknown -> unknown.details();
        };
    }
}
