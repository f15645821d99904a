package io.caretaker.server.watch;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.StatusRules;
import io.caretaker.core.status.Transition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The newest state of every service, in memory; the one place where results become states.
/// Thread-safe.
public final class StatusBoard {

    /// Is told of every result, after the state has changed, in the thread that brought it. Short
    /// and never throws.
    @FunctionalInterface
    public interface Listener {
        void observed(CheckResult result, Transition transition);
    }

    /// What the newest check of a service measured.
    ///
    /// @param took how long the check took; empty when a death was noticed without one
    /// @param metrics what came with it, which may be nothing
    public record Measured(Optional<Duration> took, Metrics metrics) {}

    private final Map<ServiceId, ServiceState> states = new ConcurrentHashMap<>();
    private final Map<ServiceId, Measured> measured = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Inventory inventory = Inventory.EMPTY;

    public StatusBoard(Map<ServiceId, ServiceState> remembered) {
        states.putAll(remembered);
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    public Inventory inventory() {
        return inventory;
    }

    /// Takes a new inventory; states of services that are gone are dropped and returned.
    public Set<ServiceId> use(Inventory newInventory) {
        inventory = newInventory;
        Set<ServiceId> gone = new java.util.HashSet<>(states.keySet());
        newInventory.services().forEach(service -> gone.remove(service.id()));
        gone.forEach(states::remove);
        measured.keySet().removeAll(gone);
        return gone;
    }

    public ServiceState state(ServiceId id) {
        ServiceState state = states.get(id);
        return state == null ? ServiceState.unseen(id) : state;
    }

    /// What the newest check of this run measured; empty before the first.
    public Optional<Measured> measured(ServiceId id) {
        return Optional.ofNullable(measured.get(id));
    }

    public Collection<ServiceState> states() {
        return List.copyOf(states.values());
    }

    public void uptime(ServiceId id, double percent) {
        states.computeIfPresent(id, (_, state) -> state.withUptime(percent));
    }

    /// Turns a result into the new state and tells the listeners; null when the service has left
    /// the inventory.
    public @Nullable Transition record(CheckResult result) {
        Service service = result.service();
        if (inventory.service(service.id()).isEmpty()) {
            return null;
        }
        boolean unreachable = result.hostSilent() || !downDependencies(service).isEmpty();
        var transition = new AtomicReference<Transition>();
        states.compute(
                service.id(),
                (id, known) -> {
                    ServiceState before = known == null ? ServiceState.unseen(id) : known;
                    Transition made =
                            StatusRules.observe(
                                    before,
                                    result.reply().outcome(),
                                    service.monitoring(),
                                    unreachable,
                                    result.certain(),
                                    result.at());
                    transition.setPlain(made);
                    return made.state();
                });
        measured.put(service.id(), measured(result));
        // It may have left meanwhile, and must leave no state behind.
        if (inventory.service(service.id()).isEmpty()) {
            states.remove(service.id());
            measured.remove(service.id());
            return null;
        }
        Transition made = Objects.requireNonNull(transition.getPlain());
        listeners.forEach(listener -> listener.observed(result, made));
        return made;
    }

    private static Measured measured(CheckResult result) {
        return new Measured(
                Optional.of(result.took()).filter(Duration::isPositive), result.reply().metrics());
    }

    /// Direct and indirect dependencies that are down or on a host that does not answer, those to
    /// heal first in front.
    public List<ServiceId> downDependencies(Service service) {
        if (service.dependencies().isEmpty()) {
            return List.of();
        }
        return inventory.dependenciesOf(service).stream()
                .map(Service::id)
                .filter(id -> missing(state(id)))
                .toList();
    }

    private static boolean missing(ServiceState state) {
        return state.status().down() || state.lastResult().down() || state.unreachable();
    }
}
