package io.caretaker.core.overview;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.status.ServiceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known at one moment, for an [Overview]. The collections are not copied: whoever gives
/// them does not change them until the overview is made.
///
/// @param states by service; one that is missing was never checked
/// @param recoveries what recovery remembers; a service that is missing is not being healed
/// @param approvals those that may still be pending; others are passed over
/// @param alerts those that may fire; others are passed over
/// @param words what people said to alerts
/// @param pause the pause of recovery; null without one
/// @param health of databases, as far as it is known
public record Findings(
        Inventory inventory,
        Map<ServiceId, ServiceState> states,
        Map<ServiceId, RecoveryState> recoveries,
        List<Approval> approvals,
        List<Alert> alerts,
        List<Acknowledgement> words,
        @Nullable Pause pause,
        Map<ServiceId, DatabaseHealth> health,
        Instant now) {

    /// Nothing but states.
    public static Findings of(
            Inventory inventory, Map<ServiceId, ServiceState> states, Instant now) {
        return new Findings(
                inventory, states, Map.of(), List.of(), List.of(), List.of(), null, Map.of(), now);
    }

    public Findings withRecovery(
            Map<ServiceId, RecoveryState> newRecoveries,
            List<Approval> newApprovals,
            @Nullable Pause newPause) {
        return new Findings(
                inventory,
                states,
                newRecoveries,
                newApprovals,
                alerts,
                words,
                newPause,
                health,
                now);
    }

    public Findings withAlerts(List<Alert> newAlerts, List<Acknowledgement> newWords) {
        return new Findings(
                inventory, states, recoveries, approvals, newAlerts, newWords, pause, health, now);
    }

    public Findings withHealth(Map<ServiceId, DatabaseHealth> newHealth) {
        return new Findings(
                inventory, states, recoveries, approvals, alerts, words, pause, newHealth, now);
    }

    ServiceState state(Service service) {
        ServiceState state = states.get(service.id());
        return state == null ? ServiceState.unseen(service.id()) : state;
    }

    RecoveryState recovery(ServiceId id) {
        RecoveryState known = recoveries.get(id);
        return known == null ? RecoveryState.fresh(id) : known;
    }

    /// The pause that holds now; null without one.
    @Nullable Pause pauseInForce() {
        return pause == null || pause.over(now) ? null : pause;
    }
}
