package io.caretaker.cli.render;

import io.caretaker.cli.daemon.DaemonLock.Daemon;
import io.caretaker.core.alert.AlertCounts;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How everything is.
///
/// @param pause the pause in force, or null
/// @param approvals those that wait for a person
public record StatusReport(
        Inventory inventory,
        Map<ServiceId, ServiceState> states,
        Daemon daemon,
        @Nullable Pause pause,
        List<Approval> approvals,
        AlertCounts alerts,
        Instant now) {
    public StatusReport {
        states = Map.copyOf(states);
        approvals = List.copyOf(approvals);
    }

    public ServiceState state(Service service) {
        ServiceState state = states.get(service.id());
        return state == null ? ServiceState.unseen(service.id()) : state;
    }

    public List<Service> services(Status status) {
        return inventory.services(service -> state(service).status() == status);
    }

    /// The newest check of any service; null when there was none.
    public @Nullable Instant newestCheck() {
        return inventory.services().stream()
                .map(service -> state(service).lastCheck())
                .filter(java.util.Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }
}
