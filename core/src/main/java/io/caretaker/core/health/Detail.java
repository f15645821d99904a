package io.caretaker.core.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table behind the metrics: connections by user, slow queries, replicas. Holds no row data.
///
/// @param name lower snake case, as documents have it (`connections_by_user`)
/// @param title for people
/// @param rows columns by lower-snake-case name, the same in every row and in the same order;
///   values are texts, numbers, booleans or null
public record Detail(String name, String title, List<Map<String, @Nullable Object>> rows) {
    public Detail {
        rows = rows.stream().map(Detail::kept).toList();
    }

    /// Like the constructor, of which the compiler forgets that values may be null.
    public static Detail of(String name, String title, List<Map<String, @Nullable Object>> rows) {
        return new Detail(name, title, rows);
    }

    private static Map<String, @Nullable Object> kept(Map<String, @Nullable Object> row) {
        return Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(row));
    }
}
