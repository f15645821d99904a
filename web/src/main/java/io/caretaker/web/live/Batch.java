package io.caretaker.web.live;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.CheckResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What has changed since the batch before. Immutable.
///
/// @param results in the order they came
/// @param health of databases whose score, status or alerts are other ones now
/// @param alerts those that are new or other ones now, also those that have ended
/// @param approvals those that are new or decided now
/// @param pause null when it is as it was
/// @param inventory the new inventory; null when it is the same
/// @param stirs what else has happened
/// @param looked databases whose sessions were looked at
public record Batch(
        Instant at,
        List<Observed> results,
        Map<ServiceId, HealthPicture> health,
        List<Alert> alerts,
        List<Approval> approvals,
        @Nullable PauseChange pause,
        @Nullable Inventory inventory,
        Set<Stir> stirs,
        Set<ServiceId> looked) {
    public Batch {
        results = List.copyOf(results);
        health = Map.copyOf(health);
        alerts = List.copyOf(alerts);
        approvals = List.copyOf(approvals);
        stirs = Set.copyOf(stirs);
        looked = Set.copyOf(looked);
    }

    /// What makes pages other ones although no alert and no approval is.
    public enum Stir {
        /// People said something else to alerts.
        WORDS,
        /// Somebody was told of an alert.
        TOLD,
        /// A question was asked, answered, or has expired.
        QUESTIONS
    }

    /// The pause that is in force now; null when it has ended.
    public record PauseChange(@Nullable Pause pause) {}

    /// A result, and what it changed.
    public record Observed(CheckResult result, Transition transition) {
        public ServiceId service() {
            return result.service().id();
        }

        /// Whether people see another state than before.
        public boolean changed() {
            return transition.kind() != Transition.Kind.NONE;
        }
    }

    /// Whether it holds nothing.
    public boolean empty() {
        return results.isEmpty() && looked.isEmpty() && stirs.isEmpty() && !urgent();
    }

    /// Whether it holds more than results that are as the ones before.
    public boolean urgent() {
        return results.stream().anyMatch(Observed::changed)
                || !health.isEmpty()
                || judged()
                || inventory != null;
    }

    /// Whether some page is another one for it, but for the bars of results.
    boolean moves() {
        return urgent() || !stirs.isEmpty() || !looked.isEmpty();
    }

    /// Whether anything of alerts, approvals or the pause has changed.
    public boolean judged() {
        return !alerts.isEmpty() || !approvals.isEmpty() || pause != null || asked();
    }

    private boolean asked() {
        return stirs.contains(Stir.WORDS) || stirs.contains(Stir.QUESTIONS);
    }

    /// Whether a page that shows alerts is another one.
    public boolean ofAlerts() {
        return !alerts.isEmpty() || stirs.contains(Stir.WORDS) || stirs.contains(Stir.TOLD);
    }

    /// Whether a page that shows approvals is another one.
    public boolean ofApprovals() {
        return !approvals.isEmpty() || pause != null || stirs.contains(Stir.QUESTIONS);
    }

    /// Whether it has a result of a service.
    public boolean results(ServiceId id) {
        return results.stream().anyMatch(each -> each.service().equals(id));
    }
}
