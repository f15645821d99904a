package io.caretaker.server.desk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a document of hosts, services and environments brought about, or would.
///
/// @param added the ids of new entries by kind; every kind is there
/// @param changes what became of those that existed, by kind; every kind is there
public record Applied(Map<EntryKind, List<String>> added, Map<EntryKind, Changes> changes) {
    private static final int MOST_TOLD = 20;

    public Applied {
        added = Collections.unmodifiableMap(new LinkedHashMap<>(added));
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /// Whether nothing is other than before.
    public boolean nothing() {
        return added.values().stream().allMatch(List::isEmpty)
                && changes.values().stream().allMatch(each -> each.changed().isEmpty());
    }

    /// How many entries existed and are as they were.
    public int unchanged() {
        return changes.values().stream()
                .mapToInt(each -> each.fitting() - each.changed().size())
                .sum();
    }

    /// In numbers: `added 1 environment, …; changed …`.
    public String summary() {
        return "added "
                + added.entrySet().stream()
                        .map(each -> Plural.of(each.getValue().size(), each.getKey().word()))
                        .collect(Collectors.joining(", "))
                + "; changed "
                + changes.values().stream()
                        .map(each -> Plural.of(each.changed().size(), each.kind().word()))
                        .collect(Collectors.joining(", "));
    }

    /// What the audit log is told: the numbers and the first changes.
    String said() {
        var said = new StringBuilder(summary());
        changes.forEach((kind, each) ->
                each.said().entrySet().stream()
                        .limit(MOST_TOLD)
                        .forEach(entry ->
                                said.append("; ")
                                        .append(kind.word())
                                        .append(' ')
                                        .append(entry.getKey())
                                        .append(": ")
                                        .append(entry.getValue())));
        return said.toString();
    }
}
