package io.caretaker.core.recovery;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.ServiceState;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// All that a person should see before saying yes to a recovery.
///
/// @param failedChecks of the service since it is down, newest first
/// @param recoveries of the service with their outcome, newest first
/// @param deliberation what would be done if the answer were yes now
/// @param missing what could not be read, as words; empty when all could
public record ApprovalCase(
        Approval approval,
        Service service,
        Host host,
        ServiceState state,
        List<HistoryEntry> failedChecks,
        List<AuditEntry> recoveries,
        Deliberation deliberation,
        List<String> missing) {
    public ApprovalCase {
        failedChecks = List.copyOf(failedChecks);
        recoveries = List.copyOf(recoveries);
        missing = List.copyOf(missing);
    }

    /// What becomes of it without an answer, or became of it; one sentence without a full stop.
    ///
    /// @param written how an instant is written for whoever reads it
    public String ifUndecided(Instant now, Function<Instant, String> written) {
        String end = written.apply(approval.expiresAt());
        return switch (approval.verdict()) {
            case PENDING ->
                    approval.expired(now)
                            ? "the question ended at "
                                    + end
                                    + " without an answer, and nothing was done"
                            : "nothing is done; the question ends at "
                                    + end
                                    + ", and caretaker asks anew if it is still down then";
            case APPROVED ->
                    "approved by " + approval.decidedBy() + "; good for one attempt until " + end;
            case DENIED ->
                    "denied by "
                            + approval.decidedBy()
                            + "; caretaker leaves it alone until "
                            + end;
            case USED -> "approved by " + approval.decidedBy() + ", and an attempt was made on it";
        };
    }
}
