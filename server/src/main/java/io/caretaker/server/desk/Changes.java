package io.caretaker.server.desk;

import io.caretaker.core.inventory.Inventory;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What came out different after a change of entries of one kind.
///
/// @param differences for each entry that was to be changed, by its id, the fields that differ as
///   `before → after`, by their path; empty where nothing does
public record Changes(EntryKind kind, Map<String, Map<String, String>> differences) {
    private static final List<String> TELLING = List.of("password", "secret", "token", "header");

    public Changes {
        differences = Collections.unmodifiableMap(new LinkedHashMap<>(differences));
    }

    static Changes of(EntryKind kind, Collection<EntryEdit> edits, Inventory after) {
        var differences = new LinkedHashMap<String, Map<String, String>>();
        edits.forEach(edit ->
                differences.put(
                        edit.id(),
                        FieldPaths.differences(edit.before(), kind.existing(after, edit.id()))));
        return new Changes(kind, differences);
    }

    /// How many entries were to be changed.
    public int fitting() {
        return differences.size();
    }

    /// What differs, by id and field; without the entries that are as they were.
    public Map<String, Map<String, String>> changed() {
        var changed = new LinkedHashMap<>(differences);
        changed.values().removeIf(Map::isEmpty);
        return changed;
    }

    /// What the audit log is told of each changed entry; values that may be secret are left out.
    Map<String, String> said() {
        var said = new LinkedHashMap<String, String>();
        changed().forEach((id, fields) -> said.put(id, said(fields)));
        return said;
    }

    private static String said(Map<String, String> fields) {
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
}
