package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.status.PlainListings;
import io.caretaker.core.status.ServiceView;
import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The entries that a bulk change is about: those that fit, without those that a file declares.
final class Chosen {
    private final Session session;
    private final EntryKind kind;
    private final Inventory inventory;
    private final Instant now;
    private final List<String> declared = new ArrayList<>();

    Chosen(Session session, EntryKind kind, Inventory inventory, Instant now) {
        this.session = session;
        this.kind = kind;
        this.inventory = inventory;
        this.now = now;
    }

    /// The ids of those that fit and may be changed.
    List<String> where(List<String> words) {
        EntryFilter filter = FilterOptions.of(words);
        filter.fit(kind);
        return fitting(filter).stream().filter(this::changeable).toList();
    }

    /// Those that fit but were left out, because a file declares them.
    List<String> declared() {
        return List.copyOf(declared);
    }

    private boolean changeable(String id) {
        boolean free = !"declared".equals(kind.existing(inventory, id).get("origin"));
        if (!free) {
            declared.add(id);
        }
        return free;
    }

    private List<String> fitting(EntryFilter filter) {
        return switch (kind) {
            case EntryKind.Hosts _ ->
                    inventory.hosts().stream()
                            .filter(filter.hosts())
                            .filter(filter::test)
                            .map(Host::id)
                            .map(id -> id.value())
                            .toList();
            case EntryKind.Services _ -> services(filter).stream().map(Chosen::id).toList();
            case EntryKind.Environments _ ->
                    inventory.environments().stream()
                            .filter(filter::test)
                            .map(Environment::name)
                            .toList();
        };
    }

    private List<ServiceView> services(EntryFilter filter) {
        return new PlainListings(
                        () -> inventory, () -> Map.copyOf(Reports.states(session, inventory, now)))
                .services(filter.services()).stream()
                        .filter(view -> filter.test(view, now))
                        .toList();
    }

    private static String id(ServiceView view) {
        return view.service().id().value();
    }
}
