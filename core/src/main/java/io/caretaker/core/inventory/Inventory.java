package io.caretaker.core.inventory;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// All hosts, services and environments at one moment. Immutable; changes give a new inventory or a
/// [Problem].
///
/// What always holds: every service's host exists, its environment and region are its host's, every
/// dependency exists, dependencies have no cycle. Environments that hosts name need not be
/// described.
public final class Inventory {
    public static final Inventory EMPTY = new Inventory(Map.of(), Map.of(), Map.of());

    private final Map<HostId, Host> hosts;
    private final Map<ServiceId, Service> services;
    private final Map<String, Environment> environments;

    private Inventory(
            Map<HostId, Host> hosts,
            Map<ServiceId, Service> services,
            Map<String, Environment> environments) {
        this.hosts = Collections.unmodifiableMap(hosts);
        this.services = Collections.unmodifiableMap(services);
        this.environments = Collections.unmodifiableMap(environments);
    }

    /// What a store read back; checked as if it were added anew.
    public static Inventory of(
            Collection<Host> hosts,
            Collection<Service> services,
            Collection<Environment> environments) {
        var hostsById = new TreeMap<HostId, Host>();
        hosts.forEach(each -> hostsById.put(each.id(), each));
        var servicesById = new TreeMap<ServiceId, Service>();
        services.forEach(each -> servicesById.put(each.id(), each));
        var environmentsByName = new TreeMap<String, Environment>();
        environments.forEach(each -> environmentsByName.put(each.name(), each));
        return new InventoryDraft(hostsById, servicesById, environmentsByName, Instant.MIN)
                .checked();
    }

    public Collection<Host> hosts() {
        return hosts.values();
    }

    public Collection<Service> services() {
        return services.values();
    }

    public Collection<Environment> environments() {
        return environments.values();
    }

    public Optional<Host> host(HostId id) {
        return Optional.ofNullable(hosts.get(id));
    }

    public Optional<Service> service(ServiceId id) {
        return Optional.ofNullable(services.get(id));
    }

    public Optional<Environment> environment(String name) {
        return Optional.ofNullable(environments.get(name));
    }

    /// The host of a service of this inventory.
    public Host hostOf(Service service) {
        return host(service.hostId()).orElseThrow(() -> unknown("host", service.hostId().value()));
    }

    public List<Service> servicesOf(HostId host) {
        return services(service -> service.hostId().equals(host));
    }

    public List<Service> services(Predicate<Service> wanted) {
        return services.values().stream().filter(wanted).toList();
    }

    /// The services that a service needs, directly and indirectly, those without needs first.
    /// Without the service itself.
    public List<Service> dependenciesOf(Service service) {
        List<Service> ordered = new DependencyWalk(services::get).before(service);
        return ordered.subList(0, ordered.size() - 1);
    }

    /// A walk over the dependencies of many services that goes to each service once.
    public DependencyWalk dependencyWalk() {
        return new DependencyWalk(services::get);
    }

    /// The inventory after all changes, in their order.
    ///
    /// @throws Problem `DUPLICATE`, `NOT_FOUND` or `INVALID`, naming the field; then nothing has
    ///   changed
    public Inventory with(List<InventoryChange> changes, Instant now) {
        var draft = new InventoryDraft(hosts, services, environments, now);
        changes.forEach(draft::apply);
        return draft.checked();
    }

    /// An inventory of what a draft holds.
    static Inventory of(InventoryDraft draft) {
        return new Inventory(draft.hosts(), draft.services(), draft.environments());
    }

    static Problem unknown(String kind, String id) {
        return new Problem(
                ProblemCode.NOT_FOUND,
                kind + " '" + id + "' does not exist",
                "`caretaker " + kind + " list` shows what there is");
    }
}
