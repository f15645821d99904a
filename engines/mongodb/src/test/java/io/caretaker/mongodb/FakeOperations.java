package io.caretaker.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What goes on in a fake server: rows of `$currentOp` that stay until they are killed. Answers
/// `killOp` as servers do: with a yes, whatever it is asked.
final class FakeOperations {
    static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

    private final List<org.bson.Document> rows = new CopyOnWriteArrayList<>();
    private final List<org.bson.Document> told = new CopyOnWriteArrayList<>();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looksUntilGone = new AtomicInteger();
    private final Map<Long, Integer> dying = new ConcurrentHashMap<>();
    private volatile boolean deaf;
    private volatile boolean lying;
    private volatile Instant processStart = STARTED;

    /// Gives a fake server these operations.
    FakeOperations(FakeMongod server, Map<String, Object> greeting) {
        greet(server, greeting);
        server.answer("aggregate", this::currentOperations);
        server.answer("killOp", this::killOperation);
        server.answer("killAllSessionsByPattern", this::killSessions);
        server.answer("killCursors", this::killCursors);
        server.answer(
                "connectionStatus",
                Wire.of(
                        org.bson.Document.parse(
                                "{authInfo: {authenticatedUsers: [], authenticatedUserRoles: [],"
                                        + " authenticatedUserPrivileges: []}, ok: 1}")));
    }

    private void greet(FakeMongod server, Map<String, Object> greeting) {
        for (String name : List.of("hello", "isMaster", "ismaster")) {
            server.answer(
                    name,
                    _ -> {
                        var reply =
                                new Document("isWritablePrimary", true)
                                        .append("ismaster", true)
                                        .append("maxBsonObjectSize", 16777216)
                                        .append("maxMessageSizeBytes", 48000000)
                                        .append("maxWriteBatchSize", 100000)
                                        .append("minWireVersion", 0)
                                        .append("maxWireVersion", 17)
                                        .append("localTime", Instant.now())
                                        .append("connectionId", 9)
                                        .append(
                                                "topologyVersion",
                                                new Document("processId", processId())
                                                        .append("counter", 0L));
                        greeting.forEach(reply::append);
                        return reply.append("ok", 1);
                    });
        }
    }

    private ObjectId processId() {
        String seconds = String.format("%08x", (int) processStart.getEpochSecond());
        return new ObjectId(seconds + "c9769148effaf9df");
    }

    FakeOperations add(String json) {
        rows.add(org.bson.Document.parse(json));
        return this;
    }

    FakeOperations addAll(List<org.bson.Document> more) {
        rows.addAll(more);
        return this;
    }

    void clear() {
        rows.clear();
    }

    /// `killOp` answers yes and does nothing.
    void lie() {
        lying = true;
    }

    /// Operations are marked, and go on.
    void beDeaf() {
        deaf = true;
    }

    /// Operations end only after they have been looked at so often.
    void endAfterLooks(int looks) {
        looksUntilGone.set(looks);
    }

    void restart() {
        processStart = processStart.plusSeconds(60);
    }

    void forbid(String command) {
        forbidden.add(command);
    }

    List<org.bson.Document> told() {
        return List.copyOf(told);
    }

    private Document currentOperations(Document asked) {
        org.bson.Document query = Wire.back(asked);
        org.bson.Document stage =
                Objects.requireNonNull(
                        Fields.document(
                                Fields.documents(query, "pipeline").getFirst(), "$currentOp"));
        if (forbidden.contains("inprog") && Fields.truth(stage, "allUsers")) {
            return refusal(13, "Unauthorized");
        }
        var batch = new ArrayList<Document>();
        Instant now = Instant.now();
        rows.removeIf(this::ends);
        for (org.bson.Document row : rows) {
            if (shown(row, stage)) {
                var dated = new org.bson.Document(row);
                dated.append("currentOpTime", now.toString().replace("Z", "+00:00"));
                if (row.get("startedAt") instanceof String start) {
                    dated.append(
                            "microsecs_running",
                            Instant.parse(start).until(now, ChronoUnit.MICROS));
                }
                batch.add(Wire.of(dated));
            }
        }
        return new Document(
                        "cursor",
                        new Document("id", 0L)
                                .append("ns", "admin.$cmd.aggregate")
                                .append("firstBatch", batch))
                .append("ok", 1);
    }

    private boolean ends(org.bson.Document row) {
        Long id = Fields.whole(row, "opid");
        Integer left = id == null ? null : dying.get(id);
        if (left == null || id == null) {
            return false;
        }
        dying.put(id, left - 1);
        return left <= 0;
    }

    private boolean shown(org.bson.Document row, org.bson.Document stage) {
        var read = new OperationRow(row);
        boolean here = Fields.truth(stage, "localOps") == (read.shard() == null);
        boolean router = rows.stream().anyMatch(each -> each.containsKey("shard"));
        return (!router || here)
                && switch (read.type()) {
                    case IDLE_CONNECTION, OTHER -> Fields.truth(stage, "idleConnections");
                    case IDLE_CURSOR -> Fields.truth(stage, "idleCursors");
                    case IDLE_SESSION -> Fields.truth(stage, "idleSessions");
                    case OPERATION -> true;
                };
    }

    private Document killOperation(Document asked) {
        org.bson.Document query = Wire.back(asked);
        told.add(query);
        if (forbidden.contains("killOp")) {
            return refusal(13, "Unauthorized");
        }
        for (org.bson.Document row : List.copyOf(rows)) {
            boolean meant = Objects.equals(row.get("opid"), narrow(query.get("op")));
            if (meant && !lying) {
                row.append("killPending", true);
                Long id = Fields.whole(row, "opid");
                if (!deaf && id != null) {
                    dying.put(id, looksUntilGone.get());
                } else if (!deaf) {
                    rows.remove(row);
                }
            }
        }
        return new Document("info", "attempting to kill op").append("ok", 1);
    }

    private static @Nullable Object narrow(@Nullable Object id) {
        return id instanceof Long number ? (Object) number.intValue() : id;
    }

    private Document killSessions(Document asked) {
        org.bson.Document query = Wire.back(asked);
        told.add(query);
        if (forbidden.contains("killAllSessionsByPattern")) {
            return refusal(13, "Unauthorized");
        }
        for (org.bson.Document pattern : Fields.documents(query, "killAllSessionsByPattern")) {
            org.bson.Document session = Objects.requireNonNull(Fields.document(pattern, "lsid"));
            rows.removeIf(row ->
                    Objects.equals(
                                    new OperationRow(row).sessionId(),
                                    ((UUID) Objects.requireNonNull(session.get("id"))).toString())
                            && !new OperationRow(row).prepared());
        }
        return new Document("ok", 1);
    }

    private Document killCursors(Document asked) {
        org.bson.Document query = Wire.back(asked);
        told.add(query);
        List<?> cursors = (List<?>) Objects.requireNonNull(query.get("cursors"));
        rows.removeIf(
                row -> cursors.contains(Fields.whole(Fields.document(row, "cursor"), "cursorId")));
        return new Document("cursorsKilled", cursors).append("ok", 1);
    }

    private static Document refusal(int code, String name) {
        return new Document("ok", 0)
                .append("code", code)
                .append("codeName", name)
                .append("errmsg", "not authorized on admin to execute command");
    }
}
