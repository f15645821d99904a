package io.caretaker.mongodb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Adds up what `dbStats` says of each database. Not thread-safe.
///
/// Source: MongoDB Manual, "dbStats" (4.2 to 8.0): `totalSize` since 4.4, which routers leave at 0
/// in places; `freeStorage` since 4.4, from 5.0.6 on only where asked for; the file system only of
/// a `mongod`.
final class Sizes {
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private double freeOf;
    private double diskTotal;
    private double diskUsed;

    void add(String database, Document stats) {
        double indexes = number(stats, "indexSize");
        double size = Math.max(number(stats, "totalSize"), number(stats, "storageSize") + indexes);
        @Nullable Double free = Numbers.at(stats, "totalFreeStorageSize");
        sum("database_size_bytes", size);
        sum("data_size_bytes", number(stats, "dataSize"));
        sum("index_size_bytes", indexes);
        sumWhereKnown("collections", Numbers.at(stats, "collections"));
        sumWhereKnown("indexes", Numbers.at(stats, "indexes"));
        if (free != null) {
            sum("free_storage_bytes", free);
            freeOf += size;
        }
        if (stats.get("raw") == null) {
            diskTotal = Math.max(diskTotal, number(stats, "fsTotalSize"));
            diskUsed = Math.max(diskUsed, number(stats, "fsUsedSize"));
        }
        rows.add(row(database, stats, size, free));
    }

    private static Map<String, @Nullable Object> row(
            String database, Document stats, double size, @Nullable Double free) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("database", database);
        row.put("size_bytes", size);
        row.put("data_bytes", Numbers.at(stats, "dataSize"));
        row.put("index_bytes", Numbers.at(stats, "indexSize"));
        row.put("free_bytes", free);
        row.put("collections", Numbers.at(stats, "collections"));
        row.put("indexes", Numbers.at(stats, "indexes"));
        row.put("documents", Numbers.at(stats, "objects"));
        return row;
    }

    Map<String, Double> numbers() {
        var numbers = new LinkedHashMap<>(sums);
        @Nullable Double free = sums.get("free_storage_bytes");
        if (free != null && freeOf > 0) {
            numbers.put("free_storage_percent", Math.min(100, 100 * free / freeOf));
        }
        if (diskTotal > 0) {
            numbers.put("data_disk_free_bytes", Math.max(0, diskTotal - diskUsed));
            numbers.put("data_disk_usage_percent", Math.min(100, 100 * diskUsed / diskTotal));
        }
        return numbers;
    }

    /// The largest first.
    List<Map<String, @Nullable Object>> rows() {
        return rows.stream()
                .sorted(
                        Comparator.<Map<String, @Nullable Object>>comparingDouble(Sizes::size)
                                .reversed())
                .toList();
    }

    static double size(Map<String, @Nullable Object> row) {
        return row.get("size_bytes") instanceof Number size ? size.doubleValue() : 0;
    }

    /// A router does not add up everything.
    private void sumWhereKnown(String name, @Nullable Double value) {
        if (value != null) {
            sum(name, value);
        }
    }

    private void sum(String name, double value) {
        sums.merge(name, value, Double::sum);
    }

    private static double number(Document stats, String field) {
        @Nullable Double number = Numbers.at(stats, field);
        return number == null ? 0 : number;
    }
}
