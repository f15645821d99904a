package io.caretaker.server.desk;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.RecoverySituation;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryStore;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.core.status.ServiceState;
import java.util.List;
import java.util.Map;

/// What the guards of recovery look at, as far as it is written down.
record RecoveryQuestion(
        Inventory inventory, Map<ServiceId, ServiceState> states, RecoveryStore recovery) {

    /// The situation of a service for which somebody asks.
    ///
    /// @param recent approvals, newest first
    RecoverySituation situation(Service service, List<Approval> recent, boolean force) {
        ServiceId id = service.id();
        return new RecoverySituation(
                service,
                states.getOrDefault(id, ServiceState.unseen(id)),
                recovery.states().getOrDefault(id, RecoveryState.fresh(id)),
                inventory.hostOf(service),
                inventory.environment(service.environment()).orElse(null),
                recovery.pause().orElse(null),
                down(service),
                recent.stream()
                        .filter(approval -> approval.service().equals(id))
                        .findFirst()
                        .orElse(null),
                null,
                null,
                0,
                force ? RecoveryTrigger.FORCED : RecoveryTrigger.REQUESTED);
    }

    private List<ServiceId> down(Service service) {
        return inventory.dependenciesOf(service).stream()
                .map(Service::id)
                .filter(id -> {
                    ServiceState state = states.get(id);
                    return state != null && state.status().down();
                })
                .toList();
    }
}
