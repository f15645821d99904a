package io.caretaker.core.inventory;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        this.hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
        this.services = Collections.unmodifiableMap(new TreeMap<>(services));
        this.environments = Collections.unmodifiableMap(new TreeMap<>(environments));
    }

    /// What a store read back; checked as if it were added anew.
    public static Inventory of(
            Collection<Host> hosts,
            Collection<Service> services,
            Collection<Environment> environments) {
        var draft = new Draft(EMPTY);
        environments.forEach(each -> draft.environments.put(each.name(), each));
        hosts.forEach(each -> draft.hosts.put(each.id(), each));
        services.forEach(each -> draft.services.put(each.id(), each));
        return draft.checked();
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
        var ordered = new ArrayList<Service>();
        collect(service, new HashSet<>(), ordered);
        ordered.remove(service);
        return ordered;
    }

    private void collect(Service service, Set<ServiceId> seen, List<Service> ordered) {
        if (!seen.add(service.id())) {
            return;
        }
        for (ServiceId needed : service.dependencies()) {
            service(needed).ifPresent(found -> collect(found, seen, ordered));
        }
        ordered.add(service);
    }

    /// The inventory after all changes, in their order.
    ///
    /// @throws Problem `DUPLICATE`, `NOT_FOUND` or `INVALID`, naming the field; then nothing has
    ///   changed
    public Inventory with(List<InventoryChange> changes, Instant now) {
        var draft = new Draft(this);
        changes.forEach(change -> draft.apply(change, now));
        return draft.checked();
    }

    private static Problem unknown(String kind, String id) {
        return new Problem(
                ProblemCode.NOT_FOUND,
                kind + " '" + id + "' does not exist",
                "`caretaker " + kind + " list` shows what there is");
    }

    private static final class Draft {
        private final Map<HostId, Host> hosts;
        private final Map<ServiceId, Service> services;
        private final Map<String, Environment> environments;

        Draft(Inventory start) {
            hosts = new TreeMap<>(start.hosts);
            services = new TreeMap<>(start.services);
            environments = new TreeMap<>(start.environments);
        }

        void apply(InventoryChange change, Instant now) {
            switch (change) {
                case InventoryChange.AddHost(Host host) -> {
                    refuseTaken(hosts.containsKey(host.id()), "host", host.id().value());
                    put(host, now);
                }
                case InventoryChange.ReplaceHost(Host host) -> {
                    refuseMissing(hosts.containsKey(host.id()), "host", host.id().value());
                    put(host, now);
                }
                case InventoryChange.PutHost(Host host) -> put(host, now);
                case InventoryChange.RemoveHost(HostId id) -> remove(id);
                case InventoryChange.AddService(Service service) -> {
                    refuseTaken(
                            services.containsKey(service.id()), "service", service.id().value());
                    put(service, now);
                }
                case InventoryChange.ReplaceService(Service service) -> {
                    refuseMissing(
                            services.containsKey(service.id()), "service", service.id().value());
                    put(service, now);
                }
                case InventoryChange.PutService(Service service) -> put(service, now);
                case InventoryChange.RemoveService(ServiceId id) -> {
                    refuseMissing(services.containsKey(id), "service", id.value());
                    services.remove(id);
                }
                case InventoryChange.AddEnvironment(Environment environment) -> {
                    refuseTaken(
                            environments.containsKey(environment.name()),
                            "environment",
                            environment.name());
                    environments.put(environment.name(), environment);
                }
                case InventoryChange.ReplaceEnvironment(Environment environment) -> {
                    refuseMissing(
                            environments.containsKey(environment.name()),
                            "environment",
                            environment.name());
                    environments.put(environment.name(), environment);
                }
                case InventoryChange.PutEnvironment(Environment environment) ->
                        environments.put(environment.name(), environment);
                case InventoryChange.RemoveEnvironment(String name) -> removeEnvironment(name);
            }
        }

        private void put(Host host, Instant now) {
            hosts.put(host.id(), host);
            services.replaceAll((id, service) ->
                    service.hostId().equals(host.id()) ? placed(service, host, now) : service);
        }

        private void put(Service service, Instant now) {
            Host host = hosts.get(service.hostId());
            if (host == null) {
                throw unknown("host", service.hostId().value());
            }
            services.put(service.id(), placed(service, host, now));
        }

        private static Service placed(Service service, Host host, Instant now) {
            String environment = host.placement().environment();
            String region = host.placement().region();
            return service.environment().equals(environment) && service.region().equals(region)
                    ? service
                    : service.placed(environment, region, now);
        }

        private void remove(HostId id) {
            refuseMissing(hosts.containsKey(id), "host", id.value());
            hosts.remove(id);
            services.values().removeIf(service -> service.hostId().equals(id));
        }

        private void removeEnvironment(String name) {
            refuseMissing(environments.containsKey(name), "environment", name);
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

        private static void refuseMissing(boolean there, String kind, String id) {
            if (!there) {
                throw unknown(kind, id);
            }
        }

        Inventory checked() {
            for (Service service : services.values()) {
                if (!hosts.containsKey(service.hostId())) {
                    throw new Problem(
                            ProblemCode.NOT_FOUND,
                            "service '"
                                    + service.id()
                                    + "': host_id '"
                                    + service.hostId()
                                    + "' does not exist",
                            "add the host first");
                }
                for (ServiceId needed : service.dependencies()) {
                    if (!services.containsKey(needed)) {
                        throw new Problem(
                                ProblemCode.NOT_FOUND,
                                "service '"
                                        + service.id()
                                        + "': dependencies names '"
                                        + needed
                                        + "', which does not exist",
                                "add that service first, or take it out of dependencies");
                    }
                }
            }
            refuseCycles();
            return new Inventory(hosts, services, environments);
        }

        private void refuseCycles() {
            var done = new HashSet<ServiceId>();
            for (ServiceId id : services.keySet()) {
                visit(id, new ArrayDeque<>(), done);
            }
        }

        private void visit(ServiceId id, ArrayDeque<ServiceId> path, Set<ServiceId> done) {
            if (done.contains(id)) {
                return;
            }
            if (path.contains(id)) {
                throw new Problem(
                        ProblemCode.INVALID,
                        "dependencies form a circle: " + path + " leads back to '" + id + "'",
                        "take one of these dependencies out");
            }
            path.addLast(id);
            Service service = services.get(id);
            if (service != null) {
                service.dependencies().forEach(needed -> visit(needed, path, done));
            }
            path.removeLast();
            done.add(id);
        }
    }
}
