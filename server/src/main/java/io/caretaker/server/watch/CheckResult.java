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
/// @param hostSilent whether nothing could be found out because the host does not answer
public record CheckResult(
        Service service,
        CheckType type,
        ProbeReply reply,
        Instant at,
        Duration took,
        boolean certain,
        boolean hostSilent) {

    /// Of a host that answers, as far as is known.
    public CheckResult(
            Service service,
            CheckType type,
            ProbeReply reply,
            Instant at,
            Duration took,
            boolean certain) {
        this(service, type, reply, at, took, certain, false);
    }

    /// The same check, once it is known that the host does not answer.
    CheckResult notJudged(ProbeReply instead) {
        return new CheckResult(service, type, instead, at, took, false, true);
    }

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
