package io.caretaker.mongodb;

import io.caretaker.core.check.Metrics;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Turns a `serverStatus` reply into metrics. Pure but for the counters it is given.
///
/// `queries_per_second` counts all operations (`opcounters`); `buffer_pool_hit_ratio` is
/// WiredTiger's cache, in percent, under the name that all engines share.
///
/// Source: MongoDB Manual, "serverStatus" (4.2 to 8.0).
final class ServerStatus {
    /// Without the sections that cost most and are not read here.
    static final Document COMMAND =
            new Document("serverStatus", 1)
                    .append("repl", 0)
                    .append("metrics", 0)
                    .append("locks", 0)
                    .append("tcmalloc", 0)
                    .append("shardingStatistics", 0)
                    .append("latchAnalysis", 0);

    private static final List<String> OPERATIONS =
            List.of("insert", "query", "update", "delete", "getmore", "command");

    private ServerStatus() {}

    static Metrics metrics(Document status, Counters counters, long nanos) {
        Metrics.Builder metrics = Metrics.builder();
        connections(status, metrics);
        Double uptime = Numbers.at(status, "uptime");
        Double operations = operations(status);
        if (uptime != null && operations != null) {
            put(metrics, "queries_per_second", counters.operationRate(uptime, operations, nanos));
        }
        cache(status, counters, metrics);
        put(
                metrics,
                "queued_operations",
                Numbers.at(status, "globalLock", "currentQueue", "total"));
        put(metrics, "uptime_seconds", uptime);
        return metrics.build();
    }

    private static void connections(Document status, Metrics.Builder metrics) {
        Double current = Numbers.at(status, "connections", "current");
        Double available = Numbers.at(status, "connections", "available");
        put(metrics, "connections", current);
        put(metrics, "connections_available", available);
        if (current != null && available != null && current + available > 0) {
            metrics.put("max_connections", current + available);
            metrics.put("connection_usage_percent", 100 * current / (current + available));
        }
    }

    private static @Nullable Double operations(Document status) {
        List<Double> counts =
                OPERATIONS.stream()
                        .map(name -> Numbers.at(status, "opcounters", name))
                        .filter(Objects::nonNull)
                        .toList();
        return counts.isEmpty() ? null : counts.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static void cache(Document status, Counters counters, Metrics.Builder metrics) {
        Double requested =
                Numbers.at(status, "wiredTiger", "cache", "pages requested from the cache");
        Double read = Numbers.at(status, "wiredTiger", "cache", "pages read into cache");
        if (requested != null && read != null) {
            put(metrics, "buffer_pool_hit_ratio", counters.hitRatio(requested, read));
        }
        Double used = Numbers.at(status, "wiredTiger", "cache", "bytes currently in the cache");
        Double size = Numbers.at(status, "wiredTiger", "cache", "maximum bytes configured");
        if (used != null && size != null && size > 0) {
            metrics.put("cache_usage_percent", 100 * used / size);
        }
    }

    private static void put(Metrics.Builder metrics, String name, @Nullable Double value) {
        if (value != null) {
            metrics.put(name, value);
        }
    }
}
