package io.caretaker.mongodb;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/// One document of `$currentOp`. Whatever a server leaves out is null. Immutable as long as nobody
/// changes the document.
///
/// Source: MongoDB Manual, "$currentOp (aggregation)" (4.2 to 8.0).
record OperationRow(Document row) {
    /// What a row stands for.
    enum Type {
        /// Something runs.
        OPERATION,
        /// A connection on which nothing runs.
        IDLE_CONNECTION,
        /// A session that holds a transaction open while nothing runs in it.
        IDLE_SESSION,
        /// A cursor that nobody fetches from at the moment.
        IDLE_CURSOR,
        /// A thread of the server without work, or what is not known here.
        OTHER
    }

    private static final Set<String> STRONG_MODES = Set.of("W", "R");

    Type type() {
        return switch (text("type")) {
            case "idleSession" -> Type.IDLE_SESSION;
            case "idleCursor" -> Type.IDLE_CURSOR;
            case "op" -> operation();
            case null -> operation();
            default -> Type.OTHER;
        };
    }

    private Type operation() {
        if (operationId() != null) {
            return Type.OPERATION;
        }
        return connection() == null ? Type.OTHER : Type.IDLE_CONNECTION;
    }

    /// The operation's number as the server tells it; behind a router `shard:number`. Null when
    /// nothing runs.
    @Nullable String operationId() {
        Object id = row.get("opid");
        Long number = Fields.whole(id);
        return number != null ? Long.toString(number) : id instanceof String text ? text : null;
    }

    /// The number that `killOp` wants.
    Object operationToKill() {
        Object id = Objects.requireNonNull(row.get("opid"));
        Long number = Fields.whole(id);
        return number != null ? number : id;
    }

    @Nullable String shard() {
        return text("shard");
    }

    @Nullable String thread() {
        return text("desc");
    }

    @Nullable Long connection() {
        return Fields.whole(row, "connectionId");
    }

    @Nullable String application() {
        String name = text("appName");
        return name != null
                ? name
                : Fields.text(Fields.document(metadata(), "application"), "name");
    }

    @Nullable String driver() {
        return Fields.text(Fields.document(metadata(), "driver"), "name");
    }

    /// Whether a router asks for one of its clients.
    boolean throughRouter() {
        return Fields.document(metadata(), "mongos") != null;
    }

    /// Address and port of who is connected; behind a router of whoever asks it.
    @Nullable String client() {
        String asker = Fields.text(Fields.document(metadata(), "mongos"), "client");
        if (asker != null) {
            return asker;
        }
        return text("client") != null ? text("client") : text("client_s");
    }

    private @Nullable Document metadata() {
        return Fields.document(row, "clientMetadata");
    }

    /// Who is logged in, or for whom it is done.
    @Nullable Document user() {
        return Fields.documents(row, "effectiveUsers").stream().findFirst().orElse(null);
    }

    @Nullable String namespace() {
        return text("ns");
    }

    @Nullable Document command() {
        return Fields.document(row, "command");
    }

    @Nullable Document cursor() {
        return Fields.document(row, "cursor");
    }

    @Nullable Document transaction() {
        Document transaction = Fields.document(row, "transaction");
        return Fields.document(transaction, "parameters") == null ? null : transaction;
    }

    /// Whether it waits for whatever a collection gets next: a change stream, or a cursor that
    /// tails. It may do so for as long as its client likes.
    boolean follows() {
        return Fields.truth(cursor(), "tailable") && Fields.truth(cursor(), "awaitData");
    }

    /// Whether it belongs to a transaction of several statements; a retryable write has a number
    /// only.
    boolean inTransaction() {
        Document parameters = Fields.document(transaction(), "parameters");
        return parameters != null
                && (parameters.containsKey("autocommit") || transactionSince() != null);
    }

    /// When its transaction began.
    @Nullable Instant transactionSince() {
        return Fields.instant(transaction(), "startWallClockTime");
    }

    /// Moves whenever the transaction has done something: its beginning, and how long it has worked
    /// since.
    @Nullable Instant lastActive() {
        Instant start = transactionSince();
        Long active = Fields.whole(transaction(), "timeActiveMicros");
        return start == null
                ? null
                : start.plus(Objects.requireNonNullElse(active, 0L), ChronoUnit.MICROS);
    }

    /// Whether the decision about its transaction is with a coordinator by now.
    boolean prepared() {
        return Fields.whole(transaction(), "timePreparedMicros") != null;
    }

    /// The session as the server identifies it: its number and the digest of its owner.
    @Nullable Document session() {
        Document session = Fields.document(row, "lsid");
        if (session == null) {
            session = Fields.document(cursor(), "lsid");
        }
        return session == null || session.get("id") == null || session.get("uid") == null
                ? null
                : new Document("id", session.get("id")).append("uid", session.get("uid"));
    }

    @Nullable String sessionId() {
        Document session = session();
        return session == null ? null : Fields.uuid(session.get("id"));
    }

    byte @Nullable [] owner() {
        Document session = session();
        return session != null && session.get("uid") instanceof Binary digest
                ? digest.getData()
                : null;
    }

    /// By the server's clock, a few milliseconds early or late.
    @Nullable Instant startedAt() {
        Instant at = Fields.instant(row, "currentOpTime");
        Long micros = Fields.whole(row, "microsecs_running");
        if (micros == null) {
            Long seconds = Fields.whole(row, "secs_running");
            micros = seconds == null ? null : Long.valueOf(seconds * 1_000_000);
        }
        return at == null || micros == null ? null : at.minus(micros, ChronoUnit.MICROS);
    }

    boolean killed() {
        return Fields.truth(row, "killPending");
    }

    boolean waitsForLock() {
        return Fields.truth(row, "waitingForLock");
    }

    /// In which mode it has, or wants, the lock of the whole server.
    @Nullable String globalLock() {
        return Fields.text(Fields.document(row, "locks"), "Global");
    }

    /// Whether it keeps all others, or all that write, from working.
    boolean holdsServer() {
        String mode = globalLock();
        return mode != null && STRONG_MODES.contains(mode) && !waitsForLock();
    }

    /// At least how long it has waited for locks so far; null when the server does not tell.
    @Nullable Long lockWaitMicros() {
        Document all = Fields.document(row, "lockStats");
        if (all == null) {
            return null;
        }
        long most = 0;
        for (String resource : all.keySet()) {
            Document times = Fields.document(Fields.document(all, resource), "timeAcquiringMicros");
            for (Object each : times == null ? Set.of() : times.values()) {
                Long micros = Fields.whole(each);
                most = Math.max(most, micros == null ? 0 : micros);
            }
        }
        return most == 0 ? null : most;
    }

    /// What it waits for, for people; null when it works.
    @Nullable String waitsFor() {
        if (waitsForLock()) {
            Document locks = Fields.document(row, "locks");
            String wanted = locks == null ? null : last(locks);
            return wanted == null ? "lock" : "lock: " + wanted;
        }
        if (Fields.truth(row, "waitingForFlowControl")) {
            return "flow control: the secondaries are behind";
        }
        String queue = Fields.text(Fields.document(row, "currentQueue"), "name");
        if (queue != null) {
            return "ticket: " + CommandShape.clean(queue);
        }
        String latch = Fields.text(Fields.document(row, "waitingForLatch"), "captureName");
        return latch == null ? null : "latch: " + CommandShape.clean(latch);
    }

    /// Locks are taken from the outside in, so the innermost is the one that is missing.
    private static @Nullable String last(Document locks) {
        String last = null;
        for (String name : locks.keySet()) {
            last = name;
        }
        return last == null ? null : CommandShape.clean(last + " " + locks.get(last));
    }

    private @Nullable String text(String name) {
        return Fields.text(row, name);
    }
}
