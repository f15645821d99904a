package io.caretaker.mongodb;

import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;

/// The commands of a pass. None changes anything, and none reads documents of users.
///
/// Source: MongoDB Manual, "Database Commands", "Aggregation Stages" (4.2 to 8.0); roles of
/// `clusterMonitor`, which may run all of them.
final class HealthCommands {
    /// Sections that cost most and are not read.
    private static final List<String> UNREAD =
            List.of(
                    "repl",
                    "locks",
                    "tcmalloc",
                    "shardingStatistics",
                    "latchAnalysis",
                    "indexStats",
                    "opWriteConcernCounters",
                    "readConcernCounters",
                    "readPreferenceCounters",
                    "spillWiredTiger",
                    "queryAnalyzers");

    static final Document SET_STATUS = new Document("replSetGetStatus", 1);
    static final Document SET_CONFIGURATION = new Document("replSetGetConfig", 1);
    static final Document OPTIONS = new Document("getCmdLineOpts", 1);
    static final Document STARTUP_WARNINGS = new Document("getLog", "startupWarnings");
    static final Document FEATURE_VERSION =
            new Document("getParameter", 1).append("featureCompatibilityVersion", 1);
    static final Document DATABASES = new Document("listDatabases", 1).append("nameOnly", true);
    static final Document SHARDS = new Document("listShards", 1);
    static final Document BALANCER = new Document("balancerStatus", 1);

    /// With the free space, which servers before 4.4 do not tell.
    static final Document DATABASE_SIZE = new Document("dbStats", 1).append("freeStorage", 1);

    /// Without rights of its own, as `clusterMonitor` has none to list collections.
    static final Document COLLECTIONS =
            new Document("listCollections", 1)
                    .append("nameOnly", true)
                    .append("authorizedCollections", true)
                    .append("filter", new Document("type", "collection"))
                    .append("cursor", new Document("batchSize", 1000));

    static final List<Document> INDEX_USE = List.of(new Document("$indexStats", new Document()));

    /// Of the statistics of a collection only the sizes, because the rest is long.
    static final List<Document> COLLECTION_SIZE =
            List.of(
                    new Document("$collStats", new Document("storageStats", new Document())),
                    new Document(
                            "$project",
                            Stream.of(
                                            "count",
                                            "size",
                                            "maxSize",
                                            "storageSize",
                                            "totalIndexSize",
                                            "nindexes",
                                            "freeStorageSize",
                                            "wiredTiger.block-manager.file bytes available for"
                                                    + " reuse")
                                    .collect(
                                            Document::new,
                                            (document, name) ->
                                                    document.append("storageStats." + name, 1),
                                            Document::putAll)));

    private HealthCommands() {}

    /// @param oplog whether to tell the first and the last time of the oplog too, which a member
    ///   without an oplog answers with an error
    static Document status(boolean oplog) {
        var command = new Document("serverStatus", 1);
        UNREAD.forEach(section -> command.append(section, 0));
        return oplog ? command.append("oplog", 1) : command;
    }

    /// Connections of clients by an expression, the most first.
    ///
    /// @param router whether to ask about a router's own connections, not those of its shards
    static List<Document> connections(String by, Object expression, boolean router) {
        var about = new Document("allUsers", true).append("idleConnections", true);
        return List.of(
                new Document("$currentOp", router ? about.append("localOps", true) : about),
                new Document(
                        "$match",
                        new Document(
                                "$or",
                                List.of(
                                        new Document("client", new Document("$exists", true)),
                                        new Document("client_s", new Document("$exists", true))))),
                new Document(
                        "$group",
                        new Document("_id", expression)
                                .append("connections", new Document("$sum", 1))
                                .append(
                                        "active",
                                        new Document(
                                                "$sum",
                                                new Document("$cond", List.of("$active", 1, 0))))),
                new Document("$sort", new Document("connections", -1).append("_id", 1)),
                new Document("$limit", 50),
                new Document(
                        "$project",
                        new Document("_id", 0)
                                .append(by, "$_id")
                                .append("connections", 1)
                                .append("active", 1)));
    }

    /// The newest operations that the profiler has written down.
    static Document profile() {
        var fields = new Document();
        Stream.of(
                        "op",
                        "ns",
                        "command",
                        "millis",
                        "keysExamined",
                        "docsExamined",
                        "nreturned",
                        "planSummary")
                .forEach(field -> fields.append(field, 1));
        return new Document("find", "system.profile")
                .append("sort", new Document("$natural", -1))
                .append("limit", 500)
                .append("batchSize", 500)
                .append("projection", fields.append("_id", 0));
    }
}
