package io.caretaker.web.api;

import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.FilterWords;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Schema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What lists of entries can be narrowed by.
final class Filters {
    private static final String TEXT = "q";

    private static final Map<String, String> MEANINGS =
            Map.of(
                    "environment", "of this environment",
                    "region", "of this region",
                    "type", "of this service_type",
                    "status", "of this status",
                    "host", "of this host_id",
                    "tag", "with this tag",
                    "enabled", "whether it is checked",
                    "disabled", "whether it is not checked",
                    "stale", "whether its last check is long ago",
                    "failing", "whether three or more checks in a row have failed");

    private static final List<String> YES_OR_NO =
            List.of("enabled", "disabled", "stale", "failing");

    private Filters() {}

    /// The parameters of a list.
    static Operation described(Operation operation, List<String> words) {
        Operation with = operation;
        for (String word : words) {
            with =
                    with.query(
                            word,
                            YES_OR_NO.contains(word) ? Schema.bool() : Schema.string(),
                            MEANINGS.getOrDefault(word, ""));
        }
        return with.query(TEXT, Schema.string(), "this text is in its id or name");
    }

    /// What the query asks for.
    static EntryFilter of(Request request, EntryKind kind) {
        var texts = new HashMap<String, String>();
        MEANINGS.keySet()
                .forEach(word -> request.query(word).ifPresent(value -> texts.put(word, value)));
        EntryFilter filter = EntryFilter.of(texts, FilterWords.QUERY);
        filter.fit(kind);
        return filter;
    }

    /// Whether one of the texts has what the query's `q` says.
    static boolean named(Request request, @Nullable String... texts) {
        String wanted = request.query(TEXT).orElse("").toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                || Arrays.stream(texts)
                        .anyMatch(each ->
                                each != null && each.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
