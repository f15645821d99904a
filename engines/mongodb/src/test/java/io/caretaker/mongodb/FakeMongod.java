package io.caretaker.mongodb;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A server that speaks the protocol and answers chosen commands as told; the others as a lonely
/// server without access control.
final class FakeMongod implements AutoCloseable {
    private final Map<String, UnaryOperator<Document>> answers = new ConcurrentHashMap<>();
    private final List<Document> asked = new CopyOnWriteArrayList<>();
    private final InetSocketAddress address;
    private MongoServer server;

    FakeMongod() {
        server = new MongoServer(new Backend());
        address = server.bind();
        answer("buildInfo", new Document("version", "6.0.9").append("ok", 1));
        answer(
                "serverStatus",
                new Document("connections", new Document("current", 3).append("available", 97))
                        .append("opcounters", new Document("query", 10L))
                        .append("uptime", 5.0)
                        .append("ok", 1));
    }

    FakeMongod answer(String command, Document reply) {
        answers.put(command, query -> reply);
        return this;
    }

    /// Answers by what was asked.
    FakeMongod answer(String command, UnaryOperator<Document> answer) {
        answers.put(command, answer);
        return this;
    }

    FakeMongod fail(String command, int code, String name) {
        return answer(
                command,
                new Document("ok", 0)
                        .append("code", code)
                        .append("codeName", name)
                        .append("errmsg", name + " happened"));
    }

    /// Adds fields to the answer of `hello` and its older forms.
    FakeMongod hello(Map<String, Object> fields) {
        for (String name : List.of("hello", "isMaster", "ismaster")) {
            answers.put(
                    name,
                    query -> {
                        var reply =
                                new Document("isWritablePrimary", true)
                                        .append("ismaster", true)
                                        .append("maxBsonObjectSize", 16777216)
                                        .append("maxMessageSizeBytes", 48000000)
                                        .append("maxWriteBatchSize", 100000)
                                        .append("minWireVersion", 0)
                                        .append("maxWireVersion", 17);
                        fields.forEach(reply::append);
                        return reply.append("ok", 1);
                    });
        }
        return this;
    }

    /// The commands since the last time this was asked, those of the driver's own among them.
    List<Document> asked() {
        List<Document> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    void stop() {
        server.shutdownNow();
    }

    void startAgain() {
        server = new MongoServer(new Backend());
        server.bind(address);
    }

    int port() {
        return address.getPort();
    }

    DatabaseTarget target() {
        return new DatabaseTarget(
                EngineKind.MONGODB,
                "127.0.0.1",
                port(),
                null,
                null,
                null,
                DatabaseTarget.TlsMode.DEFAULT,
                null);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Backend extends MemoryBackend {
        @Override
        public Document handleCommand(
                @Nullable Channel channel, String database, String command, Document query) {
            asked.add(query);
            UnaryOperator<Document> answer = answers.get(command);
            return answer == null
                    ? super.handleCommand(channel, database, command, query)
                    : answer.apply(query);
        }
    }
}
