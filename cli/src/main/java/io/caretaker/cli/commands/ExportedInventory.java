package io.caretaker.cli.commands;

import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.PlainListings;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.ServiceView;
import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.OwnFields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The wanted part of an inventory as one document, without what caretaker keeps itself.
final class ExportedInventory {
    private final Inventory inventory;
    private final Map<ServiceId, ServiceState> states;
    private final EntryFilter filter;
    private final Instant now;

    ExportedInventory(
            Inventory inventory,
            Map<ServiceId, ServiceState> states,
            EntryFilter filter,
            Instant now) {
        this.inventory = inventory;
        this.states = states;
        this.filter = filter;
        this.now = now;
        filter.fit(new EntryKind.Services());
    }

    Map<String, @Nullable Object> document() {
        List<Service> services = filter.aboutHostStatus() ? List.of() : services();
        List<Host> hosts = hosts(services);
        Set<String> stages =
                hosts.stream()
                        .map(host -> host.placement().environment())
                        .collect(Collectors.toSet());
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put(
                "environments",
                inventory.environments().stream()
                        .filter(each -> all() || stages.contains(each.name()))
                        .map(EnvironmentDocument::of)
                        .map(ExportedInventory::plain)
                        .toList());
        document.put(
                "hosts",
                hosts.stream().map(HostDocument::of).map(ExportedInventory::plain).toList());
        document.put(
                "services",
                services.stream().map(ServiceDocument::of).map(ExportedInventory::plain).toList());
        return document;
    }

    private boolean all() {
        return filter.none();
    }

    private List<Service> services() {
        return new PlainListings(() -> inventory, () -> states)
                .services(filter.services()).stream()
                        .filter(view -> filter.test(view, now))
                        .map(ServiceView::service)
                        .toList();
    }

    private List<Host> hosts(List<Service> services) {
        Set<HostId> needed = services.stream().map(Service::hostId).collect(Collectors.toSet());
        boolean byService = filter.aboutServices() && !filter.aboutHostStatus();
        return inventory.hosts().stream()
                .filter(host ->
                        needed.contains(host.id())
                                || (!byService && filter.hosts().test(host) && filter.test(host)))
                .toList();
    }

    private static Map<String, @Nullable Object> plain(Map<String, @Nullable Object> document) {
        var plain = new LinkedHashMap<String, @Nullable Object>(document);
        OwnFields.takeOut(plain);
        return plain;
    }
}
