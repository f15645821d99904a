package io.caretaker.core.status;

import io.caretaker.core.inventory.ServiceId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/// The newest state of each service, so that a restart goes on where it was. Writing is atomic and
/// for batches.
public interface StateStore {
    Map<ServiceId, ServiceState> read();

    void write(Collection<ServiceState> states);

    void remove(Set<ServiceId> services);
}
