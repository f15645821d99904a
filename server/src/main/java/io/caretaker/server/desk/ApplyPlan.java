package io.caretaker.server.desk;

import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a document of hosts, services and environments changes. For one use.
///
/// The fields of an entry that exists are laid over it; one that does not is added. All that is
/// wrong is told at once, by entry and field.
final class ApplyPlan {
    private static final int MOST_TOLD = 50;
    private static final Map<String, EntryKind> LISTS = lists();

    private final Inventory inventory;
    private final ServiceDefaults defaults;
    private final Map<String, List<Map<String, @Nullable Object>>> given = new LinkedHashMap<>();
    private final Map<HostId, Host> hosts = new HashMap<>();
    private final Map<String, String> idsByPath = new HashMap<>();
    private final Map<EntryKind, Set<String>> known = new LinkedHashMap<>();
    private final Map<EntryKind, Set<String>> named = new LinkedHashMap<>();
    private final List<InventoryChange> changes = new ArrayList<>();
    private final List<EntryEdit> edits = new ArrayList<>();
    private final Map<EntryKind, List<String>> added = new LinkedHashMap<>();

    private static Map<String, EntryKind> lists() {
        var lists = new LinkedHashMap<String, EntryKind>();
        lists.put("environments", new EntryKind.Environments());
        lists.put("hosts", new EntryKind.Hosts());
        lists.put("services", new EntryKind.Services());
        return lists;
    }

    ApplyPlan(Inventory inventory, ServiceDefaults usual) {
        this.inventory = inventory;
        this.defaults =
                usual.knowing(
                        id -> Optional.ofNullable(hosts.get(id)).or(() -> inventory.host(id)));
        LISTS.values()
                .forEach(kind -> {
                    known.put(kind, Set.copyOf(kind.ids(inventory)));
                    added.put(kind, new ArrayList<>());
                });
    }

    /// Understands the document.
    ///
    /// @throws Problem `INVALID` with all that is wrong
    void read(Map<String, @Nullable Object> document) {
        Fields merged = Fields.strict(merged(document));
        var all = new LinkedHashMap<String, List<Fields>>();
        LISTS.forEach((list, kind) -> {
            List<Fields> entries = merged.objects(list);
            entries.forEach(entry -> note(entry, kind));
            all.put(list, entries);
        });
        LISTS.forEach((list, kind) -> {
            List<Fields> entries = all.getOrDefault(list, List.of());
            List<Map<String, @Nullable Object>> plain = given.getOrDefault(list, List.of());
            for (int i = 0; i < entries.size() && i < plain.size(); i++) {
                read(entries.get(i), plain.get(i), kind);
            }
        });
        List<FieldProblem> problems = merged.problems();
        if (!problems.isEmpty()) {
            throw refusal(problems);
        }
    }

    /// The document with the fields of existing entries filled in.
    private Map<String, @Nullable Object> merged(Map<String, @Nullable Object> document) {
        var merged = new LinkedHashMap<String, @Nullable Object>(document);
        LISTS.forEach((list, kind) -> {
            if (document.get(list) instanceof List<?> items
                    && items.stream().allMatch(Map.class::isInstance)) {
                List<Map<String, @Nullable Object>> plain = new ArrayList<>();
                items.forEach(item -> plain.add(plain((Map<?, ?>) item)));
                given.put(list, plain);
                var whole = new ArrayList<Map<String, @Nullable Object>>();
                for (Map<String, @Nullable Object> entry : plain) {
                    whole.add(whole(kind, entry));
                }
                merged.put(list, whole);
            }
        });
        return merged;
    }

    private static Map<String, @Nullable Object> plain(Map<?, ?> item) {
        Map<String, @Nullable Object> plain = FieldPaths.copy(item);
        OwnFields.takeOut(plain);
        return plain;
    }

    private Map<String, @Nullable Object> whole(
            EntryKind kind, Map<String, @Nullable Object> entry) {
        String id = String.valueOf(entry.get(kind.idField()));
        Map<String, @Nullable Object> whole =
                exists(kind, id)
                        ? FieldPaths.copy(kind.existing(inventory, id))
                        : new LinkedHashMap<>();
        return DocumentMerge.over(whole, entry);
    }

    private boolean exists(EntryKind kind, String id) {
        return known.getOrDefault(kind, Set.of()).contains(id);
    }

    private void note(Fields entry, EntryKind kind) {
        String id = entry.optionalScalar(kind.idField());
        if (id == null) {
            return;
        }
        idsByPath.put(entry.path(), id);
        if (!named.computeIfAbsent(kind, _ -> new java.util.HashSet<>()).add(id)) {
            entry.problem(kind.idField(), "'" + id + "' stands there twice", "");
        }
    }

    private void read(Fields entry, Map<String, @Nullable Object> plain, EntryKind kind) {
        String id = String.valueOf(plain.get(kind.idField()));
        Optional<InventoryChange> addition =
                switch (kind) {
                    case EntryKind.Environments _ ->
                            EnvironmentDocument.read(entry, Origin.MANAGED, defaults.now())
                                    .map(InventoryChange.AddEnvironment::new);
                    case EntryKind.Hosts _ -> host(entry).map(InventoryChange.AddHost::new);
                    case EntryKind.Services _ -> {
                        references(entry);
                        yield ServiceDocument.read(entry, defaults)
                                .map(InventoryChange.AddService::new);
                    }
                };
        if (exists(kind, id)) {
            var edit =
                    new EntryEdit(
                            kind,
                            id,
                            defaults,
                            Expected.anything(),
                            document -> DocumentMerge.over(document, plain));
            edits.add(edit);
            changes.add(edit.change());
        } else {
            addition.ifPresent(changes::add);
            added.getOrDefault(kind, new ArrayList<>()).add(id);
        }
    }

    private Optional<Host> host(Fields entry) {
        Optional<Host> host = HostDocument.read(entry, Origin.MANAGED, defaults.now());
        host.ifPresent(each -> hosts.put(each.id(), each));
        return host;
    }

    private void references(Fields service) {
        String host = service.optionalScalar("host_id");
        if (host != null) {
            require(new EntryKind.Hosts(), host, "host")
                    .ifPresent(hint ->
                            service.problem("host_id", "host '" + host + "' does not exist", hint));
        }
        List<String> needed = service.textsIfAny("dependencies");
        for (int i = 0; i < needed.size(); i++) {
            String id = needed.get(i);
            int at = i;
            require(new EntryKind.Services(), id, "service")
                    .ifPresent(hint ->
                            service.problem(
                                    "dependencies",
                                    at,
                                    "service '" + id + "' does not exist",
                                    hint));
        }
    }

    /// Empty when there is such an entry, else a hint.
    private Optional<String> require(EntryKind kind, String id, String word) {
        Set<String> here = named.getOrDefault(kind, Set.of());
        Set<String> there = known.getOrDefault(kind, Set.of());
        if (here.contains(id) || there.contains(id)) {
            return Optional.empty();
        }
        List<String> all = Stream.concat(here.stream(), there.stream()).toList();
        return Optional.of(
                NearestWord.to(id, all)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("`caretaker " + word + " list` shows what there is"));
    }

    private Problem refusal(List<FieldProblem> problems) {
        String more =
                problems.size() > MOST_TOLD
                        ? "\n  … and " + (problems.size() - MOST_TOLD) + " more"
                        : "";
        return new Problem(
                ProblemCode.INVALID,
                "the document is not valid:"
                        + problems.stream()
                                .limit(MOST_TOLD)
                                .map(this::line)
                                .collect(Collectors.joining("\n  ", "\n  ", more)),
                "nothing was changed");
    }

    private String line(FieldProblem problem) {
        int end = problem.path().indexOf(']') + 1;
        String id = idsByPath.get(problem.path().substring(0, end));
        return (id == null ? "" : id + ": ") + problem.line();
    }

    List<InventoryChange> changes() {
        return List.copyOf(changes);
    }

    /// What came of the changes.
    Applied outcome(Inventory after) {
        var outcomes = new LinkedHashMap<EntryKind, Changes>();
        added.keySet()
                .forEach(kind -> {
                    List<EntryEdit> ofKind =
                            edits.stream().filter(edit -> edit.kind().equals(kind)).toList();
                    outcomes.put(kind, Changes.of(kind, ofKind, after));
                });
        return new Applied(added, outcomes);
    }
}
