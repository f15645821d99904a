package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.client.MongoClient;
import io.caretaker.core.check.Deadline;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Asks a server one thing after the other, each with a time limit that the server holds. Used by
/// one pass.
///
/// Source: MongoDB `error_codes.yml` (4.2 to 8.0).
final class Questions {
    private static final Duration LEAST = Duration.ofMillis(100);

    private final MongoClient client;
    private final Deadline deadline;

    Questions(MongoClient client, Deadline deadline) {
        this.client = client;
        this.deadline = deadline;
    }

    /// What came of a question.
    sealed interface Answer {
        /// The reply, or null.
        default @Nullable Document reply() {
            return null;
        }
    }

    record Given(Document document) implements Answer {
        @Override
        public Document reply() {
            return document;
        }
    }

    /// There is no such thing on this server: another version, or another kind.
    record Absent() implements Answer {}

    record Refused(Lack.Reason reason, int code) implements Answer {}

    /// Throws what tells that the server cannot be asked at all: its connection is gone, or it is
    /// shutting down.
    Answer ask(String database, Document command, Duration most) {
        try {
            Document limited = new Document(command).append("maxTimeMS", limit(most).toMillis());
            return new Given(client.getDatabase(database).runCommand(limited));
        } catch (MongoExecutionTimeoutException e) {
            return new Refused(Lack.Reason.TOO_SLOW, e.getCode());
        } catch (MongoCommandException e) {
            return switch (e.getErrorCode()) {
                case 91, 11600 -> throw e;
                case 59, 115, 72, 76, 93, 94, 26, 166, 40324 -> new Absent();
                case 13 -> new Refused(Lack.Reason.DENIED, 13);
                case 202, 262, 24 -> new Refused(Lack.Reason.TOO_SLOW, e.getErrorCode());
                case 189, 10107, 10058, 11601, 11602, 13435, 13436, 95 ->
                        new Refused(Lack.Reason.ROLE_CHANGED, e.getErrorCode());
                default -> new Refused(Lack.Reason.OTHER, e.getErrorCode());
            };
        }
    }

    /// The first batch of an aggregation.
    Answer aggregate(String database, Object about, List<Document> stages, Duration most) {
        return ask(
                database,
                new Document("aggregate", about)
                        .append("pipeline", stages)
                        .append("cursor", new Document("batchSize", 1000)),
                most);
    }

    /// The documents of a first batch.
    static List<Document> rows(Document reply) {
        return reply.get("cursor") instanceof Document cursor
                        && cursor.get("firstBatch") instanceof List<?> batch
                ? batch.stream()
                        .filter(Document.class::isInstance)
                        .map(Document.class::cast)
                        .toList()
                : List.of();
    }

    Duration left() {
        return deadline.remaining();
    }

    /// A third of what is left, so that a question that hangs leaves time for others.
    private Duration limit(Duration most) {
        Duration third = deadline.remaining().dividedBy(3);
        Duration limit = third.compareTo(most) < 0 ? third : most;
        return limit.compareTo(LEAST) < 0 ? LEAST : limit;
    }
}
