package io.caretaker.core.status;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostFilter;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Answers from the whole inventory and all states, for stores that have both at hand.
public final class PlainListings implements Listings {
    private final Supplier<Inventory> inventory;
    private final Supplier<Map<ServiceId, ServiceState>> states;

    public PlainListings(InventoryStore inventory, StateStore states) {
        this(inventory::read, states::read);
    }

    /// Answers from what the suppliers give, which are asked anew for each question.
    public PlainListings(
            Supplier<Inventory> inventory, Supplier<Map<ServiceId, ServiceState>> states) {
        this.inventory = inventory;
        this.states = states;
    }

    @Override
    public List<Host> hosts(HostFilter filter) {
        return inventory.get().hosts().stream().filter(filter).toList();
    }

    @Override
    public List<ServiceView> services(ServiceFilter filter) {
        return views().filter(filter).toList();
    }

    private Stream<ServiceView> views() {
        Map<ServiceId, ServiceState> known = states.get();
        return inventory.get().services().stream()
                .map(service -> new ServiceView(service, state(known, service)));
    }

    private static ServiceState state(Map<ServiceId, ServiceState> known, Service service) {
        ServiceState state = known.get(service.id());
        return state == null ? ServiceState.unseen(service.id()) : state;
    }

    @Override
    public FleetSummary summary() {
        Inventory all = inventory.get();
        Map<ServiceId, ServiceState> known = states.get();
        Map<Status, Long> byStatus =
                all.services().stream()
                        .collect(
                                Collectors.groupingBy(
                                        service -> state(known, service).status(),
                                        () -> new EnumMap<>(Status.class),
                                        Collectors.counting()));
        return new FleetSummary(
                all.hosts().size(),
                all.hosts().stream().filter(host -> host.status() == HostStatus.ACTIVE).count(),
                all.services().size(),
                byStatus,
                by(all, Service::environment),
                by(all, Service::region),
                by(all, service -> service.type().name()));
    }

    private static Map<String, Long> by(Inventory all, Function<Service, String> key) {
        return all.services().stream()
                .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
    }

    @Override
    public Attention attention(Instant now) {
        List<ServiceView> all = views().toList();
        return new Attention(
                all.stream().filter(view -> view.state().status().down()).toList(),
                all.stream().filter(ServiceView::failsOften).toList(),
                all.stream().filter(view -> view.stale(now)).toList());
    }
}
