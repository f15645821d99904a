package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.daemon.DaemonLock;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Changes of the inventory by a person: checked against what is there, written at once or not at
/// all, audited.
final class Edits {
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
        boolean there = DaemonLock.storeExists(session.settings().store());
        if (dryRun) {
            return there ? session.wiring().storeToRead().inventory().read() : Inventory.EMPTY;
        }
        return session.wiring().store().inventory().read();
    }

    /// The document of an entry that may be changed.
    ///
    /// @throws Problem `NOT_FOUND`, or `DENIED` when a file declares it
    Map<String, @Nullable Object> changeable(Inventory inventory, String id) {
        Map<String, @Nullable Object> document = existing(inventory, kind, id);
        if ("declared".equals(document.get("origin"))) {
            throw new Problem(
                    ProblemCode.DENIED,
                    kind.word() + " '" + id + "' is declared in caretaker.yaml and read-only here",
                    "change it there; the daemon takes it at its next start or on SIGHUP");
        }
        return document;
    }

    static Map<String, @Nullable Object> existing(Inventory inventory, EntryKind kind, String id) {
        Optional<Map<String, @Nullable Object>> document;
        try {
            document = kind.document(inventory, id);
        } catch (IllegalArgumentException _) {
            document = Optional.empty();
        }
        return document.orElseThrow(() ->
                new Problem(
                        ProblemCode.NOT_FOUND,
                        kind.word() + " '" + id + "' does not exist",
                        "`caretaker " + kind.word() + " list` shows what there is"));
    }

    /// The change that the document asks for.
    ///
    /// @throws Problem `INVALID` with everything that is wrong with it
    InventoryChange change(
            Map<String, @Nullable Object> document, Inventory inventory, boolean add) {
        requireHost(document, inventory);
        Settings.Defaults defaults = session.settings().defaults();
        Fields fields = Fields.strict(document);
        Optional<InventoryChange> change =
                kind.change(
                        fields,
                        inventory,
                        new ServiceDefaults(
                                defaults.monitoring(),
                                defaults.recovery(),
                                defaults.alerting(),
                                Origin.MANAGED,
                                now,
                                inventory::host),
                        add);
        List<FieldProblem> problems = fields.problems();
        if (!problems.isEmpty() || change.isEmpty()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "this "
                            + kind.word()
                            + " is not valid:"
                            + problems.stream()
                                    .map(FieldProblem::line)
                                    .collect(Collectors.joining("\n  ", "\n  ", "")),
                    "`caretaker " + kind.word() + " show ID --format json` shows a whole one");
        }
        return change.get();
    }

    /// A service on an unknown host would be told to lack everything that it takes from its host.
    private void requireHost(Map<String, @Nullable Object> document, Inventory inventory) {
        String host = String.valueOf(document.get("host_id"));
        boolean known = inventory.hosts().stream().anyMatch(each -> each.id().value().equals(host));
        if (kind instanceof EntryKind.Services && document.get("host_id") != null && !known) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "host_id '" + host + "' does not exist",
                    "`caretaker host list` shows what there is; add the host first");
        }
    }

    /// Carries the changes out, or only tries them in a dry run.
    ///
    /// @param said one record of the audit log for each id
    void apply(
            List<InventoryChange> changes,
            Inventory before,
            String action,
            Map<String, String> said) {
        if (dryRun) {
            before.with(changes, now);
            return;
        }
        Store store = session.wiring().store();
        store.inventory().apply(changes, now);
        said.forEach((id, message) ->
                store.audit()
                        .append(
                                AuditEntry.of(
                                        now,
                                        session.actor(),
                                        kind.word() + "." + action,
                                        id,
                                        true,
                                        message)));
    }
}
