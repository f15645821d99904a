package io.caretaker.testkit.store;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.StateStore;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// States in memory. Thread-safe.
final class InMemoryStates implements StateStore {
    private final Map<ServiceId, ServiceState> states = new TreeMap<>();

    @Override
    public synchronized Map<ServiceId, ServiceState> read() {
        return Map.copyOf(states);
    }

    @Override
    public synchronized void write(Collection<ServiceState> written) {
        written.forEach(state -> states.put(state.id(), state));
    }

    @Override
    public synchronized void remove(Set<ServiceId> services) {
        services.forEach(states::remove);
    }
}
