package io.caretaker.cli.daemon;

import io.caretaker.cli.config.Settings;
import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What has to change so that the inventory has what `caretaker.yaml` declares: its entries are
/// put, declared ones that left the file go, all others stay as they are. Pure.
public final class DeclaredEntries {
    private static final Set<String> TIMES = Set.of("created_at", "updated_at", "last_seen");

    private final Inventory known;
    private final Settings.Declared declared;
    private final Instant now;
    private final List<InventoryChange> changes = new ArrayList<>();

    private DeclaredEntries(Inventory known, Settings.Declared declared, Instant now) {
        this.known = known;
        this.declared = declared;
        this.now = now;
    }

    /// The changes, none when everything is so already.
    public static List<InventoryChange> changes(
            Inventory known, Settings.Declared declared, Instant now) {
        var entries = new DeclaredEntries(known, declared, now);
        entries.putEnvironments();
        entries.putHosts();
        entries.putServices();
        entries.removeServices();
        entries.removeHosts();
        entries.removeEnvironments();
        return List.copyOf(entries.changes);
    }

    private void putEnvironments() {
        for (Environment environment : declared.environments()) {
            var before =
                    known.environment(environment.name()).map(EnvironmentDocument::of).orElse(null);
            var after = dated(EnvironmentDocument.of(environment), before);
            if (differ(before, after)) {
                Function<Fields, java.util.Optional<Environment>> reader =
                        fields -> EnvironmentDocument.read(fields, Origin.DECLARED, now);
                changes.add(new InventoryChange.PutEnvironment(Fields.stored(after, reader)));
            }
        }
    }

    private void putHosts() {
        for (Host host : declared.hosts()) {
            var before = known.host(host.id()).map(HostDocument::of).orElse(null);
            var after = dated(HostDocument.of(host), before);
            if (differ(before, after)) {
                changes.add(new InventoryChange.PutHost(host(after)));
            }
        }
    }

    private void putServices() {
        declared.services().forEach(this::put);
        for (Settings.Elsewhere service : declared.elsewhere()) {
            put(service.on().apply(hostOf(service)));
        }
    }

    private Host hostOf(Settings.Elsewhere service) {
        String host = service.host().value();
        return known.host(service.host())
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.NOT_FOUND,
                                "service '"
                                        + service.id()
                                        + "' of caretaker.yaml: host_id '"
                                        + host
                                        + "' is neither declared nor in the store",
                                NearestWord.to(host, hostIds())
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse(
                                                "declare it, or add it with `caretaker host add`")));
    }

    private List<String> hostIds() {
        return Stream.concat(known.hosts().stream(), declared.hosts().stream())
                .map(host -> host.id().value())
                .distinct()
                .toList();
    }

    private void put(Service service) {
        var before = known.service(service.id()).map(ServiceDocument::of).orElse(null);
        var after = dated(ServiceDocument.of(service), before);
        if (differ(before, after)) {
            changes.add(
                    new InventoryChange.PutService(
                            Fields.stored(
                                    after,
                                    fields ->
                                            ServiceDocument.read(
                                                    fields, ServiceDefaults.stored(now)))));
        }
    }

    private Host host(Map<String, @Nullable Object> document) {
        return Fields.stored(document, fields -> HostDocument.read(fields, Origin.DECLARED, now));
    }

    /// The new document with the times of the old one that the file cannot know.
    private Map<String, @Nullable Object> dated(
            Map<String, @Nullable Object> after, @Nullable Map<String, @Nullable Object> before) {
        var dated = new LinkedHashMap<String, @Nullable Object>(after);
        if (before != null) {
            dated.put("created_at", before.get("created_at"));
            if (before.containsKey("last_seen")) {
                dated.put("last_seen", before.get("last_seen"));
            }
        }
        return dated;
    }

    private static boolean differ(
            @Nullable Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        return before == null || !Objects.equals(timeless(before), timeless(after));
    }

    private static Map<String, @Nullable Object> timeless(Map<String, @Nullable Object> document) {
        var plain = new LinkedHashMap<String, @Nullable Object>(document);
        plain.keySet().removeAll(TIMES);
        return plain;
    }

    private void removeServices() {
        Set<ServiceId> named =
                Stream.concat(
                                declared.services().stream().map(Service::id),
                                declared.elsewhere().stream().map(Settings.Elsewhere::id))
                        .collect(Collectors.toSet());
        for (Service service : known.services()) {
            if (service.origin() == Origin.DECLARED && !named.contains(service.id())) {
                changes.add(new InventoryChange.RemoveService(service.id()));
            }
        }
    }

    /// A host that other services still stand on stays, and belongs to nobody's file any more.
    private void removeHosts() {
        Set<HostId> named = declared.hosts().stream().map(Host::id).collect(Collectors.toSet());
        for (Host host : known.hosts()) {
            if (host.origin() == Origin.DECLARED && !named.contains(host.id())) {
                boolean needed =
                        known.servicesOf(host.id()).stream()
                                        .anyMatch(service -> service.origin() != Origin.DECLARED)
                                || declared.elsewhere().stream()
                                        .anyMatch(service -> service.host().equals(host.id()));
                if (needed) {
                    var document =
                            new LinkedHashMap<String, @Nullable Object>(HostDocument.of(host));
                    document.put("origin", "managed");
                    changes.add(new InventoryChange.PutHost(host(document)));
                } else {
                    changes.add(new InventoryChange.RemoveHost(host.id()));
                }
            }
        }
    }

    private void removeEnvironments() {
        Set<String> named =
                declared.environments().stream().map(Environment::name).collect(Collectors.toSet());
        for (Environment environment : known.environments()) {
            boolean left =
                    environment.origin() == Origin.DECLARED && !named.contains(environment.name());
            if (left && !inUse(environment.name())) {
                changes.add(new InventoryChange.RemoveEnvironment(environment.name()));
            }
        }
    }

    private boolean inUse(String environment) {
        return known.with(changes, now).hosts().stream()
                .anyMatch(host -> host.placement().environment().equals(environment));
    }
}
