package io.caretaker.server.desk;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields that caretaker keeps itself: a shown document has them, and one that is handed in
/// must not bring them along.
public final class OwnFields {
    /// Those of an entry, which stay when the entry is replaced.
    private static final List<String> OF_ENTRY =
            List.of("origin", "created_at", "updated_at", "last_seen");

    private static final List<String> OF_STATE =
            List.of(
                    "_id",
                    "current_status",
                    "last_check",
                    "last_status_change",
                    "uptime_percentage",
                    "consecutive_failures");

    private OwnFields() {}

    /// Takes them out of a document.
    public static void takeOut(Map<String, @Nullable Object> document) {
        OF_ENTRY.forEach(document::remove);
        OF_STATE.forEach(document::remove);
    }

    /// Carries those of an entry over to the document that takes its place.
    static void carry(Map<String, @Nullable Object> from, Map<String, @Nullable Object> to) {
        OF_ENTRY.stream().filter(from::containsKey).forEach(key -> to.put(key, from.get(key)));
    }
}
