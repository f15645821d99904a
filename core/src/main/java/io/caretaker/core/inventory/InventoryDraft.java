package io.caretaker.core.inventory;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An inventory while it is changed. Each change costs no more than the entries it touches; what
/// concerns all of them is done once, at the end. Not thread-safe, for one use.
final class InventoryDraft {
    private final NavigableMap<HostId, Host> hosts;
    private final NavigableMap<ServiceId, Service> services;
    private final NavigableMap<String, Environment> environments;
    private final Instant now;
    private final Set<HostId> placed = new HashSet<>();
    private final Set<ServiceId> removed = new HashSet<>();
    private @Nullable Map<HostId, Set<ServiceId>> servicesOfHosts;

    InventoryDraft(
            Map<HostId, Host> hosts,
            Map<ServiceId, Service> services,
            Map<String, Environment> environments,
            Instant now) {
        this.hosts = new TreeMap<>(hosts);
        this.services = new TreeMap<>(services);
        this.environments = new TreeMap<>(environments);
        this.now = now;
    }

    Map<HostId, Host> hosts() {
        return hosts;
    }

    Map<ServiceId, Service> services() {
        return services;
    }

    Map<String, Environment> environments() {
        return environments;
    }

    void apply(InventoryChange change) {
        switch (change) {
            case InventoryChange.AddHost(Host host) -> {
                refuseTaken(hosts.containsKey(host.id()), "host", host.id().value());
                put(host);
            }
            case InventoryChange.ReplaceHost(Host host) -> {
                there(hosts.get(host.id()), "host", host.id().value());
                put(host);
            }
            case InventoryChange.PutHost(Host host) -> put(host);
            case InventoryChange.EditHost(HostId id, UnaryOperator<Host> edit) -> {
                Host edited = edit.apply(there(hosts.get(id), "host", id.value()));
                refuseOther(id.equals(edited.id()), "host_id", id.value());
                put(edited);
            }
            case InventoryChange.RemoveHost(HostId id) -> remove(id);
            case InventoryChange.AddService(Service service) -> {
                refuseTaken(services.containsKey(service.id()), "service", service.id().value());
                put(service);
            }
            case InventoryChange.ReplaceService(Service service) -> {
                there(services.get(service.id()), "service", service.id().value());
                put(service);
            }
            case InventoryChange.PutService(Service service) -> put(service);
            case InventoryChange.EditService(ServiceId id, UnaryOperator<Service> edit) -> {
                Service edited = edit.apply(there(services.get(id), "service", id.value()));
                refuseOther(id.equals(edited.id()), "service_id", id.value());
                put(edited);
            }
            case InventoryChange.RemoveService(ServiceId id) -> {
                there(services.get(id), "service", id.value());
                remove(id);
            }
            case InventoryChange.AddEnvironment(Environment environment) -> {
                String name = environment.name();
                refuseTaken(environments.containsKey(name), "environment", name);
                environments.put(name, environment);
            }
            case InventoryChange.ReplaceEnvironment(Environment environment) -> {
                String name = environment.name();
                there(environments.get(name), "environment", name);
                environments.put(name, environment);
            }
            case InventoryChange.PutEnvironment(Environment environment) ->
                    environments.put(environment.name(), environment);
            case InventoryChange.EditEnvironment(String name, UnaryOperator<Environment> edit) -> {
                Environment edited = edit.apply(there(environments.get(name), "environment", name));
                refuseOther(name.equals(edited.name()), "env_name", name);
                environments.put(name, edited);
            }
            case InventoryChange.RemoveEnvironment(String name) -> removeEnvironment(name);
        }
    }

    private void put(Host host) {
        Host before = hosts.get(host.id());
        if (before != null && host.updated(before.updatedAt()).equals(before)) {
            return;
        }
        hosts.put(host.id(), host);
        if (before != null && !samePlace(before.placement(), host.placement())) {
            placed.add(host.id());
        }
    }

    private static boolean samePlace(Placement one, Placement other) {
        return one.environment().equals(other.environment()) && one.region().equals(other.region());
    }

    private void put(Service service) {
        Host host = hosts.get(service.hostId());
        if (host == null) {
            throw noHost(service);
        }
        Service before = services.get(service.id());
        Service after = placed(service, host);
        if (before != null && after.updated(before.updatedAt()).equals(before)) {
            return;
        }
        services.put(after.id(), after);
        removed.remove(after.id());
        if (servicesOfHosts != null) {
            if (before != null) {
                of(before.hostId(), servicesOfHosts).remove(before.id());
            }
            of(after.hostId(), servicesOfHosts).add(after.id());
        }
    }

    private Service placed(Service service, Host host) {
        String environment = host.placement().environment();
        String region = host.placement().region();
        return service.environment().equals(environment) && service.region().equals(region)
                ? service
                : service.placed(environment, region, now);
    }

    private void remove(HostId id) {
        there(hosts.get(id), "host", id.value());
        hosts.remove(id);
        Set.copyOf(of(id, servicesOfHosts())).forEach(this::remove);
    }

    private void remove(ServiceId id) {
        Service gone = services.remove(id);
        removed.add(id);
        if (gone != null && servicesOfHosts != null) {
            of(gone.hostId(), servicesOfHosts).remove(id);
        }
    }

    /// Made when the first host goes, and kept from then on.
    private Map<HostId, Set<ServiceId>> servicesOfHosts() {
        Map<HostId, Set<ServiceId>> known = servicesOfHosts;
        if (known == null) {
            var made = new HashMap<HostId, Set<ServiceId>>();
            services.forEach((id, service) -> of(service.hostId(), made).add(id));
            servicesOfHosts = made;
            return made;
        }
        return known;
    }

    private static Set<ServiceId> of(HostId host, Map<HostId, Set<ServiceId>> all) {
        return all.computeIfAbsent(host, _ -> new HashSet<>());
    }

    private void removeEnvironment(String name) {
        there(environments.get(name), "environment", name);
        hosts.values().stream()
                .filter(host -> host.placement().environment().equals(name))
                .findFirst()
                .ifPresent(host -> {
                    throw new Problem(
                            ProblemCode.INVALID,
                            "environment '" + name + "' is in use by host '" + host.id() + "'",
                            "move or remove its hosts first");
                });
        environments.remove(name);
    }

    private static void refuseTaken(boolean taken, String kind, String id) {
        if (taken) {
            throw new Problem(
                    ProblemCode.DUPLICATE,
                    kind + " '" + id + "' exists already",
                    "choose another id, or change it with `caretaker " + kind + " set`");
        }
    }

    private static void refuseOther(boolean same, String field, String id) {
        if (!same) {
            throw new Problem(
                    ProblemCode.INVALID,
                    field + " of '" + id + "' cannot be changed",
                    "add the new one, and remove the old");
        }
    }

    private static <T> T there(@Nullable T found, String kind, String id) {
        if (found == null) {
            throw Inventory.unknown(kind, id);
        }
        return found;
    }

    Inventory checked() {
        if (!placed.isEmpty()) {
            services.replaceAll((_, service) -> replaced(service));
        }
        var walk = new DependencyWalk(services::get);
        for (Service service : services.values()) {
            if (!hosts.containsKey(service.hostId())) {
                throw noHost(service);
            }
            for (ServiceId needed : service.dependencies()) {
                if (!services.containsKey(needed)) {
                    throw noDependency(service, needed);
                }
            }
        }
        services.values().forEach(walk::before);
        return Inventory.of(this);
    }

    private Service replaced(Service service) {
        Host host = placed.contains(service.hostId()) ? hosts.get(service.hostId()) : null;
        return host == null ? service : placed(service, host);
    }

    private static Problem noHost(Service service) {
        return new Problem(
                ProblemCode.NOT_FOUND,
                "service '" + service.id() + "': host_id '" + service.hostId() + "' does not exist",
                "add the host first; `caretaker host list` shows what there is");
    }

    private Problem noDependency(Service service, ServiceId needed) {
        if (removed.contains(needed)) {
            return new Problem(
                    ProblemCode.INVALID,
                    "service '" + needed + "' is in dependencies of '" + service.id() + "'",
                    "take it out there first, or remove '" + service.id() + "' too");
        }
        return new Problem(
                ProblemCode.NOT_FOUND,
                "service '"
                        + service.id()
                        + "': dependencies names '"
                        + needed
                        + "', which does not exist",
                "add that service first, or take it out of dependencies");
    }
}
