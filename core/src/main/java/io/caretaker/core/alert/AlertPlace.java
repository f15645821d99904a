package io.caretaker.core.alert;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import java.util.ArrayList;
import java.util.List;

/// Where in the inventory an alert belongs. What does not apply is empty.
///
/// @param serviceType as it is written, `postgresql`
/// @param label the name of the service, host or channel for people
/// @param tags of the service and its host
public record AlertPlace(
        String service,
        String serviceType,
        String host,
        String environment,
        String region,
        String label,
        List<String> tags) {
    public AlertPlace {
        tags = List.copyOf(tags);
    }

    public static AlertPlace of(Subject subject, Inventory inventory) {
        return subject.service()
                .flatMap(inventory::service)
                .map(service -> of(service, inventory))
                .or(() -> subject.host().flatMap(inventory::host).map(AlertPlace::of))
                .orElseGet(() -> nowhere(subject));
    }

    private static AlertPlace of(Service service, Inventory inventory) {
        var tags = new ArrayList<>(service.tags());
        inventory.host(service.hostId()).ifPresent(host -> tags.addAll(host.metadata().tags()));
        return new AlertPlace(
                service.id().value(),
                service.type().name(),
                service.hostId().value(),
                service.environment(),
                service.region(),
                service.label(),
                tags);
    }

    private static AlertPlace of(Host host) {
        return new AlertPlace(
                "",
                "",
                host.id().value(),
                host.placement().environment(),
                host.placement().region(),
                host.id().value(),
                host.metadata().tags());
    }

    private static AlertPlace nowhere(Subject subject) {
        String service = subject.kind() == Subject.Kind.SERVICE ? subject.id() : "";
        String host = subject.kind() == Subject.Kind.HOST ? subject.id() : "";
        return new AlertPlace(service, "", host, "", "", subject.id(), List.of());
    }
}
