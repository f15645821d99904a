package io.caretaker.mongodb;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.session.SessionKind;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What clients have been at for a while, from `$currentOp`. Pure.
///
/// Left out is what is no client's work, by [OperationKinds], and whoever only waits for news:
/// cursors that follow a collection.
///
/// Source: MongoDB Manual, "$currentOp (aggregation)" (4.2 to 8.0).
final class Operations {
    /// What lasts a shorter time than this is the gap between two commands, or a lock that is about
    /// to be had.
    private static final double MOMENT = 0.5;

    private static final double MILLION = 1e6;
    private static final int MOST = 1000;
    private static final int SHOWN = 20;

    /// What caretaker calls itself, see [LogIn].
    private static final String OWN = "caretaker";

    private static final Set<SessionKind> PEOPLE =
            EnumSet.of(SessionKind.CLIENT, SessionKind.PREPARED);

    private final List<Document> operations;

    private Operations(List<Document> operations) {
        this.operations = operations;
    }

    static Operations of(List<Document> rows) {
        return new Operations(rows.stream().filter(Operations::clients).toList());
    }

    /// Only what has lasted, and without the documents that commands carry.
    ///
    /// @param router whether to ask about a router's own operations, not those of its shards
    static List<Document> stages(boolean router) {
        var about =
                new Document("allUsers", true)
                        .append("idleSessions", true)
                        .append("idleConnections", false);
        if (router) {
            about.append("localOps", true);
        }
        var lasting =
                List.of(
                        new Document(
                                "microsecs_running",
                                new Document("$gte", (long) (MOMENT * MILLION))),
                        new Document("transaction.timeOpenMicros", new Document("$gte", 0L)));
        return List.of(
                new Document("$currentOp", about),
                new Document("$match", new Document("$or", lasting)),
                new Document("$sort", new Document("microsecs_running", -1)),
                new Document("$limit", MOST));
    }

    Metrics metrics(Duration longQuery) {
        double limit = longQuery.toMillis() / 1000.0;
        double waiting = count(operation -> waits(operation) && running(operation) >= MOMENT);
        return Metrics.builder()
                .put(
                        "long_running_queries",
                        count(operation -> active(operation) && running(operation) >= limit))
                .put("longest_query_s", longest(Operations::active, Operations::running))
                .put("blocked_locks", waiting)
                .put("blocked_sessions", waiting)
                .put("longest_lock_wait_s", longest(Operations::waits, Operations::running))
                .put(
                        "idle_in_transaction",
                        count(operation -> !active(operation) && idle(operation) >= MOMENT))
                .put(
                        "longest_idle_in_transaction_s",
                        longest(operation -> !active(operation), Operations::idle))
                .put("longest_transaction_s", longest(_ -> true, Operations::open))
                .build();
    }

    List<Map<String, @Nullable Object>> rows() {
        return operations.stream()
                .filter(operation -> active(operation) || open(operation) > 0)
                .sorted(Comparator.comparingDouble(Operations::age).reversed())
                .limit(SHOWN)
                .map(Operations::row)
                .toList();
    }

    private static Map<String, @Nullable Object> row(Document operation) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("opid", operation.get("opid") == null ? null : operation.get("opid").toString());
        row.put("user", user(operation));
        row.put("application", application(operation));
        row.put("namespace", text(operation, "ns"));
        row.put("running_s", active(operation) ? running(operation) : null);
        row.put("transaction_s", open(operation) > 0 ? open(operation) : null);
        row.put("waits_for_lock", waits(operation));
        row.put("plan", text(operation, "planSummary"));
        row.put(
                "command",
                operation.get("command") instanceof Document command
                        ? CommandShape.of(command)
                        : null);
        return row;
    }

    private static boolean clients(Document operation) {
        boolean own = OWN.equals(application(operation));
        var row = new OperationRow(operation);
        return PEOPLE.contains(OperationKinds.of(row, own)) && !row.follows();
    }

    private static @Nullable String user(Document operation) {
        return operation.get("effectiveUsers") instanceof List<?> users
                        && !users.isEmpty()
                        && users.getFirst() instanceof Document first
                ? text(first, "user")
                : null;
    }

    private static @Nullable String application(Document operation) {
        return text(operation, "appName");
    }

    private static boolean active(Document operation) {
        return Boolean.TRUE.equals(operation.get("active"));
    }

    private static boolean waits(Document operation) {
        return Boolean.TRUE.equals(operation.get("waitingForLock"));
    }

    private static double age(Document operation) {
        return Math.max(active(operation) ? running(operation) : 0, open(operation));
    }

    private static double running(Document operation) {
        return seconds(Numbers.at(operation, "microsecs_running"));
    }

    private static double open(Document operation) {
        return seconds(Numbers.at(operation, "transaction", "timeOpenMicros"));
    }

    private static double idle(Document operation) {
        return seconds(Numbers.at(operation, "transaction", "timeInactiveMicros"));
    }

    private static double seconds(@Nullable Double micros) {
        return micros == null ? 0 : micros / MILLION;
    }

    private double count(Predicate<Document> of) {
        return operations.stream().filter(of).count();
    }

    private double longest(Predicate<Document> of, ToDoubleFunction<Document> seconds) {
        return operations.stream().filter(of).mapToDouble(seconds).max().orElse(0);
    }

    private static @Nullable String text(Document document, String field) {
        return document.get(field) instanceof String text && !text.isEmpty() ? text : null;
    }
}
