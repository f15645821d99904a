package io.caretaker.web.metrics;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.Status;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// The labels of services and hosts, made once for each inventory. Thread-safe.
final class Places {
    static final String[] SERVICE = {
        "service_id", "service_type", "host_id", "environment", "region"
    };
    static final String[] HOST = {"host_id", "environment", "region"};

    private final Supplier<Inventory> inventory;
    private volatile Known known = new Known(Inventory.EMPTY, List.of(), List.of());

    Places(Supplier<Inventory> inventory) {
        this.inventory = inventory;
    }

    /// @param states the labels with each status besides
    record OfService(Service service, Labels labels, Map<Status, Labels> states) {}

    record OfHost(Host host, Labels labels) {}

    /// All services and hosts of an inventory, sorted by id.
    record Known(Inventory inventory, List<OfService> services, List<OfHost> hosts) {}

    Known now() {
        Inventory newest = inventory.get();
        Known last = known;
        if (last.inventory() != newest) {
            last = read(newest);
            known = last;
        }
        return last;
    }

    private static Known read(Inventory inventory) {
        return new Known(
                inventory,
                inventory.services().stream()
                        .sorted(Comparator.comparing(service -> service.id().value()))
                        .map(Places::of)
                        .toList(),
                inventory.hosts().stream()
                        .sorted(Comparator.comparing(host -> host.id().value()))
                        .map(Places::of)
                        .toList());
    }

    private static OfService of(Service service) {
        Labels labels =
                labels(
                        SERVICE,
                        service.id().value(),
                        service.type().name(),
                        service.hostId().value(),
                        service.environment(),
                        service.region());
        var states = new EnumMap<Status, Labels>(Status.class);
        for (Status status : Status.values()) {
            states.put(status, labels.add("state", status.name().toLowerCase(Locale.ROOT)));
        }
        return new OfService(service, labels, states);
    }

    private static Labels labels(String[] names, String... values) {
        Labels labels = Labels.EMPTY;
        for (int i = 0; i < names.length; i++) {
            labels = labels.add(names[i], values[i]);
        }
        return labels;
    }

    private static OfHost of(Host host) {
        return new OfHost(
                host,
                labels(
                        HOST,
                        host.id().value(),
                        host.placement().environment(),
                        host.placement().region()));
    }
}
