package io.caretaker.server.desk;

import java.util.List;

/// What was removed, or would be.
///
/// @param ids of the entries that were named, each once
/// @param services ids of the services that go with their hosts
public record Removed(EntryKind kind, List<String> ids, List<String> services) {
    public Removed {
        ids = List.copyOf(ids);
        services = List.copyOf(services);
    }

    /// In words: `host web_1 and 2 services on it`.
    public String what() {
        String entries =
                ids.size() == 1
                        ? kind.word() + " " + ids.getFirst()
                        : Plural.of(ids.size(), kind.word()) + " (" + String.join(", ", ids) + ")";
        return entries
                + (services.isEmpty()
                        ? ""
                        : " and "
                                + Plural.of(services.size(), "service")
                                + (ids.size() == 1 ? " on it" : " on them"));
    }
}
