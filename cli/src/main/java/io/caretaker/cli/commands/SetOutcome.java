package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.server.desk.Changes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came out different after a change, for people and programs.
record SetOutcome(Changes changes) {
    private static final int MOST_SHOWN = 20;

    /// The first of them, for people.
    List<String> lines() {
        var lines = new ArrayList<String>();
        Map<String, Map<String, String>> changed = changes.changed();
        changed.entrySet().stream()
                .limit(MOST_SHOWN)
                .forEach(entry -> {
                    lines.add("~ " + changes.kind().word() + " " + entry.getKey());
                    entry.getValue()
                            .forEach((path, change) -> lines.add("    " + path + ": " + change));
                });
        if (changed.size() > MOST_SHOWN) {
            lines.add("~ … and " + (changed.size() - MOST_SHOWN) + " more");
        }
        return lines;
    }

    /// Shows it.
    ///
    /// @param declared what a bulk change left out; null when one entry was named
    void report(Session session, boolean dryRun, boolean json, @Nullable List<String> declared) {
        if (json) {
            session.json(document(dryRun, declared));
            return;
        }
        Map<String, Map<String, String>> changed = changes.changed();
        if (declared != null) {
            String left =
                    declared.isEmpty()
                            ? ""
                            : "; " + Texts.count(declared.size(), "declared one") + " left out";
            session.say(
                    (dryRun ? "Would change " : "Changed ")
                            + changed.size()
                            + " of "
                            + Texts.count(changes.fitting(), changes.kind().word())
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
                                    + changes.kind().word()
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
        if (declared == null && changes.fitting() == 1) {
            changes.differences()
                    .forEach((id, fields) -> {
                        document.put("id", id);
                        document.put("changes", fields);
                    });
        } else {
            document.put("fitting", changes.fitting());
            document.put("changed", changes.changed());
            document.put("left_out", declared == null ? List.of() : declared);
        }
        return document;
    }
}
