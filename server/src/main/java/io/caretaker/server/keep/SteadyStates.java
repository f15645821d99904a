package io.caretaker.server.keep;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.StateStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The newest states; while the store does not answer they wait in memory. Thread-safe.
final class SteadyStates implements StateStore {
    private final StoreLine line;
    private final Map<ServiceId, ServiceState> waiting = new HashMap<>();
    private final Set<ServiceId> removed = new HashSet<>();

    SteadyStates(StoreLine line) {
        this.line = line;
    }

    @Override
    public Map<ServiceId, ServiceState> read() {
        return line.ask(store -> store.states().read(), _ -> waiting());
    }

    private synchronized Map<ServiceId, ServiceState> waiting() {
        return Map.copyOf(waiting);
    }

    @Override
    public void write(Collection<ServiceState> states) {
        line.tell(
                store -> {
                    supersede(states);
                    store.states().write(states);
                },
                () -> keep(states));
    }

    private synchronized void supersede(Collection<ServiceState> newer) {
        newer.forEach(each -> waiting.remove(each.id()));
    }

    private synchronized List<Waiting> keep(Collection<ServiceState> states) {
        for (ServiceState each : states) {
            removed.remove(each.id());
            waiting.put(each.id(), each);
        }
        return List.of();
    }

    @Override
    public void remove(Set<ServiceId> services) {
        line.tell(store -> store.states().remove(services), () -> forget(services));
    }

    private synchronized List<Waiting> forget(Set<ServiceId> services) {
        waiting.keySet().removeAll(services);
        removed.addAll(services);
        return List.of();
    }

    /// Brings in what waits, when the store answers again. What was written meanwhile is newer.
    void settle() {
        Map<ServiceId, ServiceState> states;
        Set<ServiceId> gone;
        synchronized (this) {
            if (waiting.isEmpty() && removed.isEmpty()) {
                return;
            }
            states = Map.copyOf(waiting);
            gone = Set.copyOf(removed);
            waiting.clear();
            removed.clear();
        }
        write(states.values());
        remove(gone);
    }
}
