package io.caretaker.core.recovery;

import io.caretaker.core.inventory.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What recovery must not forget, and what people say to it. Every writing method is durable when
/// it returns: an attempt is written before it is made.
public interface RecoveryStore {
    Map<ServiceId, RecoveryState> states();

    void write(RecoveryState state);

    void forget(ServiceId service);

    /// Lifts the block of a service, and nothing else of its state, also while others write it;
    /// false when there was none.
    default boolean acknowledge(ServiceId service) {
        RecoveryState known = states().get(service);
        if (known == null || known.blockedSince() == null) {
            return false;
        }
        write(known.blocked(null));
        return true;
    }

    /// The pause in force; empty when recovery is on. A pause that is over may still be returned.
    Optional<Pause> pause();

    void pause(Pause pause);

    void resume();

    /// Creates or replaces the approval by its id.
    void write(Approval approval);

    /// All approvals requested since the instant, newest first.
    List<Approval> approvals(Instant since);

    /// Decides a pending, unexpired approval atomically; empty when there is none such (not found,
    /// expired, decided before).
    Optional<Approval> decide(String id, Approval.Verdict verdict, String who, Instant now);

    void submit(RecoveryRequest request);

    /// Requests that are not finished, oldest first.
    List<RecoveryRequest> openRequests();

    Optional<RecoveryRequest> request(String id);

    void finish(String id, Instant at, boolean success, String message);

    /// Removes what has long been over: approvals requested, and requests finished, before the
    /// instant. Open requests stay.
    ///
    /// @return the number removed
    long prune(Instant before);
}
