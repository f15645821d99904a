package io.caretaker.postgresql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether statements are counted here.
///
/// @param found the extension in this database, or null
/// @param loaded whether the server has loaded its library; null when the account may not see that
record StatementFacts(
        @Nullable StatementStatistics found, @Nullable Boolean loaded, boolean standby) {

    static StatementFacts of(List<Map<String, @Nullable Object>> rows) {
        Map<String, @Nullable Object> row = rows.getFirst();
        return new StatementFacts(
                row.get("schema") instanceof String schema
                                && row.get("version") instanceof String version
                        ? new StatementStatistics(schema, version)
                        : null,
                row.get("loaded") instanceof Boolean loaded ? loaded : null,
                Boolean.TRUE.equals(row.get("standby")));
    }

    /// The extension, unless it would only fail for want of its library.
    @Nullable StatementStatistics usable() {
        return Boolean.FALSE.equals(loaded) ? null : found;
    }
}
