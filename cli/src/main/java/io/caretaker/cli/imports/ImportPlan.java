package io.caretaker.cli.imports;

import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an import adds to an inventory. Pure; for one use.
///
/// Entries with the same address are one host: the known one of that address, else a new one. An id
/// that exists is kept as it is.
final class ImportPlan {
    private final Inventory known;
    private final Placement placement;
    private final ServiceDefaults defaults;
    private final TargetReader reader;
    private final ImportIds ids = new ImportIds();
    private final Map<String, Host> knownByAddress = new HashMap<>();
    private final Map<String, ImportHost> hosts = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final List<InventoryChange> additions = new ArrayList<>();
    private final Set<String> skipped = new LinkedHashSet<>();
    private int hostsAdded;
    private int servicesAdded;

    /// Begins a plan.
    ///
    /// @param placement environment and region of new hosts
    /// @param reader where problems are noted
    ImportPlan(
            Inventory known, Placement placement, ServiceDefaults defaults, TargetReader reader) {
        this.known = known;
        this.placement = placement;
        this.defaults = defaults;
        this.reader = reader;
        known.hosts().forEach(host -> knownByAddress.putIfAbsent(key(host.address()), host));
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    ImportSummary made(List<Target> targets) {
        Set<Integer> bad =
                reader.problems().stream().map(ImportProblem::index).collect(Collectors.toSet());
        for (Target target : targets) {
            if (!repeated(target)) {
                ImportHost host =
                        hosts.computeIfAbsent(key(target.host()), _ -> host(target.host()));
                String service = ids.nextService(target.host(), target.unit());
                if (!bad.contains(target.index())) {
                    host.take(target, service, reader);
                }
            }
        }
        hosts.values().stream().filter(ImportHost::used).forEach(this::add);
        return new ImportSummary(
                hostsAdded,
                servicesAdded,
                List.copyOf(skipped),
                reader.problems().stream()
                        .sorted(java.util.Comparator.comparingInt(ImportProblem::index))
                        .toList(),
                List.copyOf(reader.ignored()),
                additions);
    }

    private boolean repeated(Target target) {
        String all =
                String.join(
                        "\n",
                        key(target.host()),
                        target.unit(),
                        target.method(),
                        String.valueOf(target.name()),
                        String.valueOf(target.port()),
                        String.valueOf(target.url()));
        Integer first = seen.putIfAbsent(all, target.index());
        if (first != null) {
            reader.refuse(target.index(), "service", "is the same as targets[" + first + "]");
        }
        return first != null;
    }

    /// The known host of that address, or the id of a new one. A known host that has the id but was
    /// given another address since is still the same host.
    private ImportHost host(String address) {
        Host there = knownByAddress.get(key(address));
        String id = ids.nextHost(address);
        while (there == null) {
            Optional<Host> taken = known.host(new HostId(id));
            if (taken.isEmpty()) {
                return new ImportHost(address, id, null);
            }
            String stem = ImportIds.slug(taken.get().address());
            if (stem.equals(ImportIds.slug(address))) {
                id = ids.nextHost(address);
            } else {
                there = taken.get();
            }
        }
        return new ImportHost(address, id, there);
    }

    private void add(ImportHost each) {
        Host host = each.known() == null ? made(each) : each.known();
        int before = additions.size();
        each.services().forEach((id, target) -> add(id, target, host));
        if (each.known() != null) {
            skipped.add(host.id().value());
        } else if (additions.size() > before) {
            additions.add(before, new InventoryChange.AddHost(host));
            hostsAdded++;
        }
    }

    private Host made(ImportHost host) {
        Map<String, @Nullable Object> document = host.document();
        document.put("environment", placement.environment());
        document.put("region", placement.region());
        return Fields.stored(
                document, fields -> HostDocument.read(fields, Origin.MANAGED, defaults.now()));
    }

    private void add(String id, Target target, Host host) {
        if (known.service(new ServiceId(id)).isPresent()) {
            skipped.add(id);
            return;
        }
        Fields fields = Fields.strict(ImportService.document(id, target, host));
        Optional<Service> service =
                ServiceDocument.read(fields, defaults.knowing(_ -> Optional.of(host)));
        List<FieldProblem> problems = fields.problems();
        problems.forEach(problem ->
                reader.refuse(target.index(), ImportService.field(problem), problem.message()));
        if (problems.isEmpty() && service.isPresent()) {
            additions.add(new InventoryChange.AddService(service.get()));
            servicesAdded++;
        }
    }
}
