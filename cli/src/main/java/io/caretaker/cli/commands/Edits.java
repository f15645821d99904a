package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Changes of the inventory by a person: checked against what is there, written at once or not at
/// all, audited.
final class Edits {
    private static final int MOST_RECORDS = 100;

    private final Session session;
    private final EntryKind kind;
    private final boolean dryRun;
    private final Instant now = Instant.now();

    Edits(Session session, EntryKind kind, boolean dryRun) {
        this.session = session;
        this.kind = kind;
        this.dryRun = dryRun;
    }

    Instant now() {
        return now;
    }

    /// The inventory as it stands; a dry run makes no store.
    Inventory inventory() {
        return inventory(session, dryRun);
    }

    /// The inventory as it stands.
    ///
    /// @param reading whether the store must not be made
    static Inventory inventory(Session session, boolean reading) {
        boolean there = session.storeExists();
        if (reading) {
            return there ? session.wiring().storeToRead().inventory().read() : Inventory.EMPTY;
        }
        return session.wiring().store().inventory().read();
    }

    /// The document of an entry that may be changed.
    ///
    /// @throws Problem `NOT_FOUND`, or `DENIED` when a file declares it
    Map<String, @Nullable Object> changeable(Inventory inventory, String id) {
        Map<String, @Nullable Object> document = existing(inventory, kind, id);
        EntryEdit.refuseDeclared(kind, id, document);
        return document;
    }

    static Map<String, @Nullable Object> existing(Inventory inventory, EntryKind kind, String id) {
        Optional<Map<String, @Nullable Object>> document;
        try {
            document = kind.document(inventory, id);
        } catch (IllegalArgumentException _) {
            document = Optional.empty();
        }
        return document.orElseThrow(() -> UnknownEntry.of(kind.word(), id, kind.ids(inventory)));
    }

    /// An edit of one entry, to be carried out on whatever the entry is then.
    EntryEdit edit(
            String id, Inventory inventory, UnaryOperator<Map<String, @Nullable Object>> made) {
        return new EntryEdit(
                kind,
                id,
                defaults(inventory),
                document -> {
                    Map<String, @Nullable Object> after = made.apply(document);
                    requireHost(after, inventory);
                    return after;
                });
    }

    private ServiceDefaults defaults(Inventory inventory) {
        return defaults(session, now, inventory);
    }

    static ServiceDefaults defaults(Session session, Instant now, Inventory inventory) {
        Settings.Defaults defaults = session.settings().defaults();
        return new ServiceDefaults(
                defaults.monitoring(),
                defaults.retryDelayGiven(),
                defaults.recovery(),
                defaults.alerting(),
                defaults.care(),
                Origin.MANAGED,
                now,
                inventory::host);
    }

    /// The change that the document asks for.
    ///
    /// @throws Problem `INVALID` with everything that is wrong with it
    InventoryChange change(
            Map<String, @Nullable Object> document, Inventory inventory, boolean add) {
        requireHost(document, inventory);
        Fields fields = Fields.strict(document);
        Optional<InventoryChange> change = kind.change(fields, inventory, defaults(inventory), add);
        List<FieldProblem> problems = fields.problems();
        if (!problems.isEmpty() || change.isEmpty()) {
            throw EntryEdit.invalid(kind, String.valueOf(document.get(kind.idField())), problems);
        }
        return change.get();
    }

    /// A service on an unknown host would be told to lack everything that it takes from its host.
    private void requireHost(Map<String, @Nullable Object> document, Inventory inventory) {
        String host = String.valueOf(document.get("host_id"));
        boolean asked = kind instanceof EntryKind.Services && document.get("host_id") != null;
        List<String> known = asked ? new EntryKind.Hosts().ids(inventory) : List.of();
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

    /// Carries the changes out, or only tries them in a dry run; the inventory afterwards.
    Inventory apply(List<InventoryChange> changes, Inventory before) {
        return dryRun
                ? before.with(changes, now)
                : session.wiring().store().inventory().apply(changes, now);
    }

    /// Writes down what was done; nothing in a dry run.
    ///
    /// @param said what was done, by the id of the entry
    void record(String action, Map<String, String> said) {
        if (dryRun || said.isEmpty()) {
            return;
        }
        String what = kind.word() + "." + action;
        if (said.size() <= MOST_RECORDS) {
            said.forEach((id, message) -> record(what, id, message));
        } else {
            record(
                    what,
                    "",
                    Texts.count(said.size(), kind.word())
                            + ": "
                            + String.join(", ", said.keySet()));
        }
    }

    private void record(String action, String target, String message) {
        session.wiring()
                .store()
                .audit()
                .append(AuditEntry.of(now, session.actor(), action, target, true, message));
    }
}
