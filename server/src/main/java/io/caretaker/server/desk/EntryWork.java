package io.caretaker.server.desk;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One order about entries of one kind: makes changes of what people hand in, carries them out, and
/// writes down what was done.
///
/// @param seen the inventory as it was when the work began
/// @param store where changes are written; not asked in a dry run
record EntryWork(
        EntryKind kind,
        Inventory seen,
        ServiceDefaults defaults,
        Asker asker,
        Supplier<Store> store) {
    private static final int MOST_RECORDS = 100;

    /// The document of an entry that may be changed.
    ///
    /// @throws Problem `NOT_FOUND`, or `DENIED` when a file declares it
    Map<String, @Nullable Object> changeable(String id) {
        Map<String, @Nullable Object> document = kind.existing(seen, id);
        EntryEdit.refuseDeclared(kind, id, document);
        return document;
    }

    /// An edit of one entry, to be carried out on whatever the entry is then.
    EntryEdit edit(
            String id, Expected expected, UnaryOperator<Map<String, @Nullable Object>> made) {
        return new EntryEdit(
                kind,
                id,
                defaults,
                expected,
                document -> {
                    Map<String, @Nullable Object> after = made.apply(document);
                    requireHost(after);
                    return after;
                });
    }

    /// The change that leaves the entry alone and refuses all others of its list when the entry is
    /// not as expected, or a file declares it.
    InventoryChange guard(String id, Expected expected) {
        var guard =
                new EntryEdit(
                        kind,
                        id,
                        defaults,
                        expected,
                        document -> {
                            EntryEdit.refuseDeclared(kind, id, document);
                            return document;
                        });
        return guard.change();
    }

    /// The change that adds what the document describes.
    ///
    /// @throws Problem `INVALID` with everything that is wrong with it
    InventoryChange addition(Map<String, @Nullable Object> document) {
        requireHost(document);
        Fields fields = Fields.strict(document);
        Optional<InventoryChange> change = kind.addition(fields, seen, defaults);
        List<FieldProblem> problems = fields.problems();
        if (!problems.isEmpty() || change.isEmpty()) {
            throw EntryEdit.invalid(kind, String.valueOf(document.get(kind.idField())), problems);
        }
        return change.get();
    }

    /// A service on an unknown host would be told to lack everything that it takes from its host.
    private void requireHost(Map<String, @Nullable Object> document) {
        String host = String.valueOf(document.get("host_id"));
        boolean asked = kind instanceof EntryKind.Services && document.get("host_id") != null;
        List<String> known = asked ? new EntryKind.Hosts().ids(seen) : List.of();
        if (asked && !known.contains(host)) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "host_id '" + host + "' does not exist",
                    NearestWord.to(host, known)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse(
                                    "`caretaker host list` shows what there is; add the host"
                                            + " first"));
        }
    }

    /// Carries the edits out and writes down what came out different.
    Changes change(List<EntryEdit> edits) {
        Inventory after = carryOut(edits.stream().map(EntryEdit::change).toList());
        Changes changes = Changes.of(kind, edits, after);
        record("set", changes.said());
        return changes;
    }

    /// The inventory afterwards; a dry run only tries it.
    Inventory carryOut(List<InventoryChange> changes) {
        return asker.dryRun()
                ? seen.with(changes, defaults.now())
                : store.get().inventory().apply(changes, defaults.now());
    }

    /// Writes down what was done; nothing in a dry run.
    ///
    /// @param said what was done, by the id of the entry
    void record(String action, Map<String, String> said) {
        if (asker.dryRun() || said.isEmpty()) {
            return;
        }
        String what = kind.word() + "." + action;
        if (said.size() <= MOST_RECORDS) {
            said.forEach((id, message) -> record(what, id, message));
        } else {
            String ids = String.join(", ", said.keySet());
            record(what, "", Plural.of(said.size(), kind.word()) + ": " + ids);
        }
    }

    private void record(String action, String target, String message) {
        store.get()
                .audit()
                .append(
                        AuditEntry.of(
                                defaults.now(), asker.actor(), action, target, true, message));
    }
}
