package io.caretaker.web.page;

import io.caretaker.core.inventory.Service;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.recovery.RecoveryStep;
import io.caretaker.core.status.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Recoveries that wait for a person, and what was decided.
///
/// @param paused that recovery is paused; empty when it is not
public record ApprovalsPage(String paused, List<Waiting> waiting, List<Decided> decided) {
    public ApprovalsPage {
        waiting = List.copyOf(waiting);
        decided = List.copyOf(decided);
    }

    /// One that waits.
    ///
    /// @param what what is to be done
    /// @param why what makes caretaker want it
    /// @param seen what its newest check found; empty where that is the reason itself
    /// @param left how long the question stands
    public record Waiting(
            String id,
            String service,
            String label,
            String place,
            String what,
            String why,
            String seen,
            When since,
            When expires,
            String left) {

        static Waiting of(
                Approval approval, @Nullable Service service, ServiceState state, Instant now) {
            String id = approval.service().value();
            return new Waiting(
                    approval.id(),
                    id,
                    service == null ? id : service.label(),
                    service == null ? "" : service.environment() + ", " + service.region(),
                    service == null ? "recover it" : words(service.recovery().action()),
                    approval.reason(),
                    state.message().equals(approval.reason()) ? "" : state.message(),
                    When.of(approval.requestedAt(), now),
                    When.of(approval.expiresAt(), now),
                    Amounts.duration(Duration.between(now, approval.expiresAt())));
        }

        private static String words(RecoveryAction action) {
            return action instanceof RecoveryAction.CustomScript
                    ? RecoveryStep.CUSTOM_SCRIPT.words()
                    : action.word() + " it";
        }
    }

    /// One that was decided, or has expired.
    public record Decided(
            String service,
            String label,
            String verdict,
            String look,
            String by,
            String why,
            When at) {
        static Decided of(Approval approval, @Nullable Service service, Instant now) {
            String id = approval.service().value();
            Instant at = approval.decidedAt();
            return new Decided(
                    id,
                    service == null ? id : service.label(),
                    word(approval.verdict()),
                    look(approval.verdict()),
                    approval.decidedBy() == null ? "" : approval.decidedBy(),
                    approval.reason(),
                    When.of(at == null ? approval.expiresAt() : at, now));
        }

        private static String word(Approval.Verdict verdict) {
            return switch (verdict) {
                case PENDING -> "Expired";
                case APPROVED -> "Approved";
                case DENIED -> "Denied";
                case USED -> "Approved and done";
            };
        }

        private static String look(Approval.Verdict verdict) {
            return switch (verdict) {
                case PENDING -> "unknown";
                case APPROVED, USED -> "good";
                case DENIED -> "doubt";
            };
        }
    }

    /// In a sentence.
    public String headline() {
        return switch (waiting.size()) {
            case 0 -> "No recovery waits for you";
            case 1 -> "1 recovery waits for you";
            default -> waiting.size() + " recoveries wait for you";
        };
    }
}
