package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.inventory.Inventory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What came out different after edits.
final class SetOutcome {
    private static final List<String> TELLING = List.of("password", "secret", "token", "header");
    private static final int MOST_SHOWN = 20;

    private final EntryKind kind;
    private final Map<String, Map<String, String>> differences = new LinkedHashMap<>();

    SetOutcome(EntryKind kind, List<EntryEdit> entries, Inventory after) {
        this.kind = kind;
        entries.forEach(entry ->
                differences.put(
                        entry.id(),
                        Paths.differences(
                                entry.before(), Edits.existing(after, kind, entry.id()))));
    }

    /// What differs, by id and field.
    Map<String, Map<String, String>> changed() {
        var changed = new LinkedHashMap<>(differences);
        changed.values().removeIf(Map::isEmpty);
        return changed;
    }

    /// One record of the audit log for each changed entry; values that may be secret are left out.
    Map<String, String> said() {
        var said = new LinkedHashMap<String, String>();
        changed().forEach((id, fields) -> said.put(id, said(fields)));
        return said;
    }

    /// The first of them, for people.
    List<String> lines() {
        var lines = new ArrayList<String>();
        Map<String, Map<String, String>> changed = changed();
        changed.entrySet().stream()
                .limit(MOST_SHOWN)
                .forEach(entry -> {
                    lines.add("~ " + kind.word() + " " + entry.getKey());
                    entry.getValue()
                            .forEach((path, change) -> lines.add("    " + path + ": " + change));
                });
        if (changed.size() > MOST_SHOWN) {
            lines.add("~ … and " + (changed.size() - MOST_SHOWN) + " more");
        }
        return lines;
    }

    static String said(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(entry ->
                        entry.getKey()
                                + ": "
                                + (telling(entry.getKey()) ? "changed" : entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static boolean telling(String path) {
        String small = path.toLowerCase(Locale.ROOT);
        return TELLING.stream().anyMatch(small::contains);
    }

    /// Shows it.
    ///
    /// @param declared what a bulk change left out; null when one entry was named
    void report(Session session, boolean dryRun, boolean json, @Nullable List<String> declared) {
        if (json) {
            session.json(document(dryRun, declared));
            return;
        }
        Map<String, Map<String, String>> changed = changed();
        if (declared != null) {
            String left =
                    declared.isEmpty()
                            ? ""
                            : "; " + Texts.count(declared.size(), "declared one") + " left out";
            session.say(
                    (dryRun ? "Would change " : "Changed ")
                            + changed.size()
                            + " of "
                            + Texts.count(differences.size(), kind.word())
                            + " that fit"
                            + left
                            + ".");
        } else if (changed.isEmpty()) {
            session.say("Nothing changes: it is so already.");
        }
        changed.entrySet().stream()
                .limit(MOST_SHOWN)
                .forEach(entry -> {
                    String verb = dryRun ? "Would change " : "Changed ";
                    session.say(
                            (declared == null ? verb : "")
                                    + kind.word()
                                    + " "
                                    + entry.getKey()
                                    + ":");
                    entry.getValue()
                            .forEach((path, change) -> session.say("  " + path + ": " + change));
                });
        if (changed.size() > MOST_SHOWN) {
            session.say("… and " + (changed.size() - MOST_SHOWN) + " more.");
        }
    }

    private Map<String, @Nullable Object> document(
            boolean dryRun, @Nullable List<String> declared) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("dry_run", dryRun);
        if (declared == null && differences.size() == 1) {
            differences.forEach((id, fields) -> {
                document.put("id", id);
                document.put("changes", fields);
            });
        } else {
            document.put("fitting", differences.size());
            document.put("changed", changed());
            document.put("left_out", declared == null ? List.of() : declared);
        }
        return document;
    }
}
