package io.caretaker.web.page;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.ServiceState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who a service is and how it is now. Pure.
///
/// @param why why it is as it is
/// @param checked when it was looked at last
/// @param checks how often it is looked at
public record ServiceHead(
        String id,
        String label,
        String type,
        String hostId,
        String host,
        String place,
        StateWords state,
        String why,
        @Nullable When since,
        @Nullable When checked,
        String checks) {

    static ServiceHead of(Service service, ServiceState state, Inventory inventory, Instant now) {
        Host host = inventory.host(service.hostId()).orElse(null);
        boolean watched = watched(service, inventory);
        return new ServiceHead(
                service.id().value(),
                service.label(),
                service.type().name(),
                service.hostId().value(),
                host == null ? service.hostId().value() : host.hostname(),
                service.environment() + ", " + service.region(),
                StateWords.of(state, watched),
                why(state, watched),
                When.ofNullable(state.statusSince(), now),
                When.ofNullable(state.lastCheck(), now),
                "every " + Amounts.duration(service.monitoring().interval()));
    }

    static boolean watched(Service service, Inventory inventory) {
        boolean gone =
                inventory
                        .host(service.hostId())
                        .filter(each -> each.status() == HostStatus.DECOMMISSIONED)
                        .isPresent();
        return service.monitoring().enabled() && !gone;
    }

    private static String why(ServiceState state, boolean watched) {
        if (!watched) {
            return "Watching it is off, or its host is out of service";
        }
        String message = Sentences.capital(state.message());
        return state.flapping() ? message + "; it goes up and down" : message;
    }
}
