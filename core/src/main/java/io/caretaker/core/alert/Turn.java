package io.caretaker.core.alert;

import io.caretaker.core.inventory.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one turn of the pipeline came to. Alerts and deliveries are written together, before
/// anything is sent.
///
/// @param changed alerts as they are now, to be written
/// @param deliveries new messages, to be written and sent, in their order
/// @param looks when each alert that was looked at needs to be looked at again, by its id; one that
///   is missing only when something changes
/// @param lookAt services that should be checked at once, because it matters how they are
public record Turn(
        List<Alert> changed,
        List<Delivery> deliveries,
        Map<String, Instant> looks,
        Set<ServiceId> lookAt) {
    public Turn {
        changed = List.copyOf(changed);
        deliveries = List.copyOf(deliveries);
        looks = Map.copyOf(looks);
        lookAt = Set.copyOf(lookAt);
    }
}
