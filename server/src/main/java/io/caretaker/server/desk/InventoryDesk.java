package io.caretaker.server.desk;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Changes of the inventory by people: checked against what is there, written at once or not at
/// all, audited. What a file declares is read-only. Thread-safe.
///
/// Everything throws [Problem]: `INVALID` with all that is wrong with a document, `NOT_FOUND`,
/// `DUPLICATE`, `DENIED` for what a file declares, `OUTDATED` for what is not as expected; then
/// nothing has changed.
public final class InventoryDesk {
    private final Supplier<Inventory> looking;
    private final Supplier<Store> store;
    private final EntryDefaults defaults;
    private final InstantSource clock;

    /// A desk.
    ///
    /// @param looking the inventory, got without making or changing anything
    /// @param store where changes are written; asked anew each time, and never by a dry run
    public InventoryDesk(
            Supplier<Inventory> looking,
            Supplier<Store> store,
            EntryDefaults defaults,
            InstantSource clock) {
        this.looking = looking;
        this.store = store;
        this.defaults = defaults;
        this.clock = clock;
    }

    /// The inventory as it stands.
    ///
    /// @param dryRun whether the store must not be made
    public Inventory inventory(boolean dryRun) {
        return dryRun ? looking.get() : store.get().inventory().read();
    }

    /// An entry, with what caretaker keeps of it itself; [EntryTag] gives its tag.
    public Map<String, @Nullable Object> document(EntryKind kind, String id) {
        return kind.existing(looking.get(), id);
    }

    /// A number that differs whenever the inventory was changed by anyone; cheap.
    public long revision() {
        return store.get().inventory().revision();
    }

    /// Adds entries: all of them or none.
    ///
    /// @return their ids
    public List<String> add(
            EntryKind kind, List<Map<String, @Nullable Object>> documents, Asker asker) {
        EntryWork work = work(kind, asker);
        var changes = new ArrayList<InventoryChange>();
        var said = new LinkedHashMap<String, String>();
        for (Map<String, @Nullable Object> document : documents) {
            Map<String, @Nullable Object> plain = plain(document);
            changes.add(work.addition(plain));
            said.put(String.valueOf(plain.get(kind.idField())), "");
        }
        work.carryOut(changes);
        work.record("add", said);
        return List.copyOf(said.keySet());
    }

    /// Changes entries by a function of their documents, all of them or none.
    ///
    /// @param edit may change and return its argument; may run several times
    public Changes change(
            EntryKind kind,
            List<String> ids,
            UnaryOperator<Map<String, @Nullable Object>> edit,
            Asker asker) {
        EntryWork work = work(kind, asker);
        ids.forEach(work::changeable);
        return work.change(
                ids.stream().map(id -> work.edit(id, Expected.anything(), edit)).toList());
    }

    /// Changes the fields of one entry that the patch has: null takes a field out, an object is
    /// merged, everything else takes the place of what was there (RFC 7386). With another
    /// `monitoring.method` the `check` of the former one goes.
    public Changes patch(
            EntryKind kind,
            String id,
            Map<String, @Nullable Object> patch,
            Expected expected,
            Asker asker) {
        FixedFields.refuse(kind, id, patch);
        EntryWork work = work(kind, asker);
        work.changeable(id);
        EntryEdit edit =
                work.edit(
                        id,
                        expected,
                        document -> {
                            DocumentMerge.forgetFormerCheck(document, patch);
                            return MergePatch.over(document, patch);
                        });
        return work.change(List.of(edit));
    }

    /// Creates an entry, or gives one that exists the whole content of the document: fields that
    /// the document leaves out are as usual afterwards.
    public Put put(
            EntryKind kind,
            String id,
            Map<String, @Nullable Object> document,
            Expected expected,
            Asker asker) {
        Map<String, @Nullable Object> plain = plain(document);
        String given = String.valueOf(plain.getOrDefault(kind.idField(), id));
        if (!given.equals(id)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    kind.idField() + " is '" + given + "', but '" + id + "' is to be written",
                    "");
        }
        plain.put(kind.idField(), id);
        var whole = new WholeEntry(id, plain, expected);
        EntryWork work = work(kind, asker);
        try {
            return whole.put(work);
        } catch (Problem problem) {
            EntryWork newer = work(kind, asker);
            if (whole.there(newer) == whole.there(work)) {
                throw problem;
            }
            return whole.put(newer); // Somebody was quicker, and it is to be done otherwise.
        }
    }

    /// Removes entries, hosts with their services: all of them or none.
    ///
    /// @param expected of each of the named entries
    public Removed remove(EntryKind kind, List<String> ids, Expected expected, Asker asker) {
        EntryWork work = work(kind, asker);
        List<String> wanted = ids.stream().distinct().toList();
        wanted.forEach(work::changeable);
        List<Service> services =
                kind instanceof EntryKind.Hosts
                        ? wanted.stream()
                                .flatMap(id -> work.seen().servicesOf(new HostId(id)).stream())
                                .toList()
                        : List.of();
        refuseDeclared(services);
        var removed =
                new Removed(
                        kind, wanted, services.stream().map(each -> each.id().value()).toList());
        var changes = new ArrayList<InventoryChange>();
        wanted.forEach(id -> {
            changes.add(work.guard(id, expected));
            changes.add(kind.removal(id));
        });
        work.carryOut(changes);
        work.record(
                "remove", wanted.stream().collect(Collectors.toMap(id -> id, _ -> removed.what())));
        return removed;
    }

    private static void refuseDeclared(List<Service> services) {
        services.stream()
                .filter(service -> service.origin() == Origin.DECLARED)
                .findFirst()
                .ifPresent(service -> {
                    throw new Problem(
                            ProblemCode.DENIED,
                            "service '" + service.id() + "' on it is declared in caretaker.yaml",
                            "take it out there first");
                });
    }

    /// Creates and updates what a document with the lists `hosts`, `services` and `environments`
    /// names: all of it or nothing. Removes nothing.
    ///
    /// @param source where the document comes from, for the audit log
    public Applied apply(Map<String, @Nullable Object> document, String source, Asker asker) {
        Instant now = clock.instant();
        Inventory before = looking.get();
        var plan = new ApplyPlan(before, defaults.at(now, before));
        plan.read(document);
        Inventory after = before.with(plan.changes(), now);
        if (!asker.dryRun() && !plan.changes().isEmpty()) {
            after = store.get().inventory().apply(plan.changes(), now);
        }
        Applied applied = plan.outcome(after);
        if (!asker.dryRun() && !applied.nothing()) {
            store.get()
                    .audit()
                    .append(
                            AuditEntry.of(
                                    now,
                                    asker.actor(),
                                    "inventory.apply",
                                    source,
                                    true,
                                    applied.said()));
        }
        return applied;
    }

    private EntryWork work(EntryKind kind, Asker asker) {
        Inventory seen = inventory(asker.dryRun());
        return new EntryWork(kind, seen, defaults.at(clock.instant(), seen), asker, store);
    }

    private static Map<String, @Nullable Object> plain(Map<String, @Nullable Object> document) {
        Map<String, @Nullable Object> plain = FieldPaths.copy(document);
        OwnFields.takeOut(plain);
        return plain;
    }
}
