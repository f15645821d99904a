package io.caretaker.mongodb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Gathers what is told of collections and their indexes. Not thread-safe.
///
/// Source: MongoDB Manual, "$collStats", "$indexStats" (4.2 to 8.0): each shard of a sharded
/// collection answers for itself; uses are counted by each member alone, since its start or since
/// the index was made.
final class CollectionFacts {
    /// A report that runs once a week has been by.
    static final Duration LONG_UNUSED = Duration.ofDays(8);

    private static final int SHOWN = 20;
    private static final int SHOWN_INDEXES = 50;

    private final List<Map<String, @Nullable Object>> collections = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> unused = new ArrayList<>();
    private int unusedNumber;
    private boolean indexesSeen;

    void size(String namespace, List<Document> shards) {
        double storage = sum(shards, "storageSize");
        double indexes = sum(shards, "totalIndexSize");
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("collection", namespace);
        row.put("size_bytes", storage + indexes);
        row.put("data_bytes", sum(shards, "size"));
        row.put("index_bytes", indexes);
        row.put("free_bytes", shards.stream().mapToDouble(CollectionFacts::free).sum());
        row.put("indexes", most(shards, "nindexes"));
        row.put("documents", sum(shards, "count"));
        if (!shards.isEmpty()) {
            collections.add(row);
        }
    }

    /// @param uses one for each index and shard
    void indexes(String namespace, List<Document> uses, Instant now) {
        indexesSeen |= !uses.isEmpty();
        Set<String> used = new TreeSet<>();
        Map<String, Document> idle = new LinkedHashMap<>();
        for (Document use : uses) {
            String name = String.valueOf(use.get("name"));
            if (idle(use, now)) {
                idle.putIfAbsent(name, use);
            } else {
                used.add(name);
            }
        }
        idle.keySet().removeAll(used);
        unusedNumber += idle.size();
        idle.forEach((name, use) -> {
            var row = new LinkedHashMap<String, @Nullable Object>();
            row.put("collection", namespace);
            row.put("index", name);
            row.put("unused_since", String.valueOf(since(use)));
            row.put("keys", keys(use));
            unused.add(row);
        });
    }

    /// Whether nobody would miss it: an index that keeps values unique or removes old documents
    /// works without being read.
    private static boolean idle(Document use, Instant now) {
        @Nullable Double times = Numbers.at(use, "accesses", "ops");
        @Nullable Instant since = since(use);
        Document made = use.get("spec") instanceof Document spec ? spec : new Document();
        return times != null
                && times == 0
                && since != null
                && Duration.between(since, now).compareTo(LONG_UNUSED) >= 0
                && !"_id_".equals(use.get("name"))
                && !Boolean.TRUE.equals(made.get("unique"))
                && !made.containsKey("expireAfterSeconds");
    }

    private static @Nullable Instant since(Document use) {
        return use.get("accesses") instanceof Document accesses
                ? Numbers.moment(accesses.get("since"))
                : null;
    }

    private static String keys(Document use) {
        return use.get("key") instanceof Document keys ? String.join(", ", keys.keySet()) : "";
    }

    Map<String, Double> numbers() {
        return indexesSeen ? Map.of("unused_indexes", (double) unusedNumber) : Map.of();
    }

    List<Map<String, @Nullable Object>> largest() {
        return collections.stream()
                .sorted(
                        Comparator.<Map<String, @Nullable Object>>comparingDouble(Sizes::size)
                                .reversed())
                .limit(SHOWN)
                .toList();
    }

    List<Map<String, @Nullable Object>> unused() {
        return unused.stream().limit(SHOWN_INDEXES).toList();
    }

    /// Up to 4.2 only WiredTiger itself tells.
    private static double free(Document shard) {
        @Nullable Double free = Numbers.at(shard, "storageStats", "freeStorageSize");
        free =
                free == null
                        ? Numbers.at(
                                shard,
                                "storageStats",
                                "wiredTiger",
                                "block-manager",
                                "file bytes available for reuse")
                        : free;
        return free == null ? 0 : free;
    }

    private static double sum(List<Document> shards, String field) {
        return shards.stream().mapToDouble(shard -> number(shard, field)).sum();
    }

    private static double most(List<Document> shards, String field) {
        return shards.stream().mapToDouble(shard -> number(shard, field)).max().orElse(0);
    }

    private static double number(Document shard, String field) {
        @Nullable Double number = Numbers.at(shard, "storageStats", field);
        return number == null ? 0 : number;
    }
}
