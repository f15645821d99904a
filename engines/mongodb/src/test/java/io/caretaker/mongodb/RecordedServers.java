package io.caretaker.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/// Has a [FakeMongod] answer as a real server did once.
final class RecordedServers {
    private RecordedServers() {}

    /// The primary of three members, 6.0.9, with TLS and access control.
    static FakeMongod primary(FakeMongod server) {
        hello(server, "isMaster-6.0.9-primary");
        data(server);
        org.bson.Document status = Recorded.reply("serverStatus-6.0.9");
        status.append(
                "oplog",
                new org.bson.Document("earliestOptime", new org.bson.BsonTimestamp(1692956343, 1))
                        .append("latestOptime", new org.bson.BsonTimestamp(1692958184, 1)));
        return server.answer("serverStatus", FakeReplies.of(status))
                .answer("replSetGetStatus", FakeReplies.recorded("replSetGetStatus-6.0.9"))
                .answer(
                        "replSetGetConfig",
                        new Document("config", FakeReplies.recorded("replSetGetConfig-6.0.9"))
                                .append("ok", 1))
                .answer("getCmdLineOpts", FakeReplies.recorded("getCmdLineOpts-6.0.9"));
    }

    /// A router, 5.0.31.
    static FakeMongod router(FakeMongod server) {
        hello(server, "isMaster-5.0.31-mongos");
        data(server);
        var shards = new org.bson.Document("shards", Recorded.rows("shards-5.0.31"));
        return server.answer("buildInfo", new Document("version", "5.0.31").append("ok", 1))
                .answer("serverStatus", FakeReplies.recorded("serverStatus-5.0.31-mongos"))
                .answer("dbStats", FakeReplies.recorded("dbStats-mongos"))
                .answer("getCmdLineOpts", FakeReplies.recorded("getCmdLineOpts-mongos"))
                .answer("balancerStatus", FakeReplies.recorded("balancerStatus-5.0.31"))
                .answer("listShards", FakeReplies.of(shards.append("ok", 1)));
    }

    private static void hello(FakeMongod server, String recorded) {
        for (String command : List.of("hello", "isMaster", "ismaster")) {
            server.answer(command, FakeReplies.recorded(recorded));
        }
    }

    private static void data(FakeMongod server) {
        server.answer("listDatabases", FakeReplies.recorded("listDatabases-6.0.9"))
                .answer("dbStats", FakeReplies.recorded("dbStats-local"))
                .answer(
                        "getParameter",
                        new Document("featureCompatibilityVersion", new Document("version", "6.0"))
                                .append("ok", 1))
                .answer(
                        "getLog",
                        new Document("totalLinesWritten", 1)
                                .append("log", List.of("{\"msg\": \"The file system is not XFS\"}"))
                                .append("ok", 1))
                .answer(
                        "listCollections",
                        FakeReplies.batch(List.of(new org.bson.Document("name", "bar"))))
                .answer("find", FakeReplies.batch(Recorded.rows("profile-7.0")))
                .answer("aggregate", RecordedServers::aggregate);
    }

    private static Document aggregate(Document query) {
        List<?> stages = (List<?>) query.getOrMissing("pipeline");
        String first = ((Document) stages.getFirst()).keySet().iterator().next();
        boolean counted = stages.toString().contains("$group");
        if (counted) {
            return FakeReplies.batch(
                    List.of(
                            new org.bson.Document("application", "shop")
                                    .append("user", "shop")
                                    .append("connections", 40)
                                    .append("active", 2)));
        }
        return switch (first) {
            case "$currentOp" -> FakeReplies.batch(Recorded.rows("currentOp-7.0-standalone"));
            case "$indexStats" -> FakeReplies.batch(Recorded.rows("indexStats-bar"));
            default ->
                    FakeReplies.batch(
                            Recorded.rows(
                                    String.valueOf(query.get("aggregate")).equals("oplog.rs")
                                            ? "collStats-oplog"
                                            : "collStats-bar"));
        };
    }
}
