package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds entries given as documents: all of them or none.
final class AddedEntries {
    /// What a shown document has and a new entry must not bring along.
    static final List<String> NOT_TAKEN =
            List.of(
                    "_id",
                    "origin",
                    "created_at",
                    "updated_at",
                    "last_seen",
                    "current_status",
                    "last_check",
                    "last_status_change",
                    "uptime_percentage",
                    "consecutive_failures");

    private AddedEntries() {}

    static void add(
            Session session,
            EntryKind kind,
            List<Map<String, @Nullable Object>> documents,
            boolean dryRun) {
        boolean json = session.json();
        var edits = new Edits(session, kind, dryRun);
        Inventory inventory = edits.inventory();
        var changes = new ArrayList<InventoryChange>();
        var said = new LinkedHashMap<String, String>();
        for (Map<String, @Nullable Object> document : documents) {
            Map<String, @Nullable Object> plain = Paths.copy(document);
            NOT_TAKEN.forEach(plain::remove);
            changes.add(edits.change(plain, inventory, true));
            said.put(String.valueOf(plain.get(kind.idField())), "");
        }
        edits.apply(changes, inventory);
        edits.record("add", said);
        if (json) {
            session.json(Map.of("dry_run", dryRun, "added", List.copyOf(said.keySet())));
        } else {
            session.say(
                    (dryRun ? "Would add " : "Added ")
                            + Texts.count(said.size(), kind.word())
                            + ": "
                            + String.join(", ", said.keySet())
                            + ".");
        }
    }

    /// A document from the options that were given, or those of `--from`.
    static List<Map<String, @Nullable Object>> documents(
            Session session, @Nullable String from, Map<String, @Nullable Object> options) {
        if (from == null) {
            return List.of(options);
        }
        boolean mixed = !options.isEmpty();
        if (mixed) {
            throw new Problem(ProblemCode.INVALID, "--from stands alone, without other fields", "");
        }
        return PlainDocuments.read(from, session.terminal().in());
    }
}
