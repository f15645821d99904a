package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/// One server as it answers over one client, and what does not change while it is the same. Used by
/// one thread at a time.
final class Server {
    static final int UNAUTHORIZED = 13;
    private static final int UNKNOWN_COMMAND = 59;

    /// No such stage of a pipeline.
    private static final int UNKNOWN_STAGE = 40324;

    private static final Document CONNECTIONS =
            new Document("serverStatus", 1)
                    .append("repl", 0)
                    .append("metrics", 0)
                    .append("locks", 0)
                    .append("tcmalloc", 0)
                    .append("wiredTiger", 0)
                    .append("shardingStatistics", 0)
                    .append("latchAnalysis", 0);

    private final MongoClient client;
    private @Nullable String version;
    private @Nullable String fingerprint;
    private @Nullable Integer limit;

    Server(MongoClient client) {
        this.client = client;
    }

    MongoDatabase admin() {
        return client.getDatabase("admin");
    }

    MongoDatabase database(String name) {
        return client.getDatabase(name);
    }

    Document run(Document command) {
        return admin().runCommand(command);
    }

    /// Empty when the account may not, or the server has no such command.
    Optional<Document> permitted(Document command) {
        try {
            return Optional.of(run(command));
        } catch (MongoCommandException e) {
            if (unauthorised(e) || unknown(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static boolean unauthorised(MongoCommandException failure) {
        return failure.getErrorCode() == UNAUTHORIZED;
    }

    static boolean unknown(MongoCommandException failure) {
        return failure.getErrorCode() == UNKNOWN_COMMAND || failure.getErrorCode() == UNKNOWN_STAGE;
    }

    /// What the server says of itself, which needs no rights.
    Greeting greeting() {
        try {
            return new Greeting(run(new Document("hello", 1)));
        } catch (MongoCommandException e) {
            if (!unknown(e)) {
                throw e;
            }
            return new Greeting(run(new Document("isMaster", 1)));
        }
    }

    /// The reply of `hello`.
    record Greeting(Document reply) {
        boolean router() {
            return "isdbgrid".equals(Fields.text(reply, "msg"));
        }

        /// Whether it keeps the configuration of a sharded cluster.
        boolean configuration() {
            return reply.containsKey("configsvr");
        }

        @Nullable String set() {
            return Fields.text(reply, "setName");
        }

        boolean writable() {
            return Fields.truth(reply, "isWritablePrimary") || Fields.truth(reply, "ismaster");
        }

        @Nullable String primary() {
            return Fields.text(reply, "primary");
        }

        /// The server's clock.
        Instant at() {
            return Objects.requireNonNullElse(Fields.instant(reply, "localTime"), Instant.EPOCH);
        }

        @Nullable Long connection() {
            return Fields.whole(reply, "connectionId");
        }

        /// When the server's process began, to the second; the epoch where it does not tell (up to
        /// 4.2).
        Instant startedAt() {
            Document topology = Fields.document(reply, "topologyVersion");
            return topology != null && topology.get("processId") instanceof ObjectId id
                    ? Instant.ofEpochSecond(Integer.toUnsignedLong(id.getTimestamp()))
                    : Instant.EPOCH;
        }
    }

    String version() {
        if (version == null) {
            version = Fields.text(run(new Document("buildInfo", 1)), "version");
        }
        return version == null ? "unknown" : version;
    }

    /// How many connections the server takes at once; 0 where the account may not know.
    int connectionLimit() {
        if (limit == null) {
            Document connections =
                    Fields.document(permitted(CONNECTIONS).orElse(null), "connections");
            Long current = Fields.whole(connections, "current");
            Long available = Fields.whole(connections, "available");
            if (current == null || available == null) {
                return 0;
            }
            limit = Math.toIntExact(Math.min(Integer.MAX_VALUE, current + available));
        }
        return limit;
    }

    /// The id of the replica set, of the cluster behind a router, or of what a single server has
    /// written about itself when its data directory was made; null where the account may not read
    /// it.
    @Nullable String fingerprint(Greeting greeting) {
        if (fingerprint == null) {
            fingerprint =
                    greeting.router()
                            ? clusterId()
                            : greeting.set() != null ? setId() : dataDirectoryId();
        }
        return fingerprint;
    }

    private @Nullable String setId() {
        Document reply = permitted(new Document("replSetGetConfig", 1)).orElse(null);
        Document settings = Fields.document(Fields.document(reply, "config"), "settings");
        return settings != null && settings.get("replicaSetId") instanceof ObjectId id
                ? id.toHexString()
                : null;
    }

    private @Nullable String clusterId() {
        return foundIn("config", new Document("find", "version").append("limit", 1))
                                .map(each -> each.get("clusterId"))
                                .orElse(null)
                        instanceof ObjectId id
                ? id.toHexString()
                : null;
    }

    private @Nullable String dataDirectoryId() {
        var command =
                new Document("listCollections", 1)
                        .append("filter", new Document("name", "startup_log"));
        Document facts = Fields.document(foundIn("local", command).orElse(null), "info");
        return facts == null ? null : Fields.uuid(facts.get("uuid"));
    }

    /// The first document that a command of a database finds; empty when there is none, or the
    /// account may not see it.
    Optional<Document> foundIn(String database, Document command) {
        try {
            Document found = client.getDatabase(database).runCommand(command);
            return Fields.documents(Fields.document(found, "cursor"), "firstBatch").stream()
                    .findFirst();
        } catch (MongoCommandException e) {
            if (unauthorised(e) || unknown(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
