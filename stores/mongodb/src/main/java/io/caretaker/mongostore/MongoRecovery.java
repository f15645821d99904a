package io.caretaker.mongostore;

import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;

/// What recovery must not forget; every method is one atomic write or one read. Thread-safe.
final class MongoRecovery implements RecoveryStore {
    private static final String PAUSE = "pause";
    private static final String FINISHED_AT = "finished_at";

    private final Link link;

    MongoRecovery(Link link) {
        this.link = link;
    }

    @Override
    public Map<ServiceId, RecoveryState> states() {
        var states = new HashMap<ServiceId, RecoveryState>();
        all(link.collection(Names.RECOVERY).find(), RecoveryDocuments::state)
                .forEach(state -> states.put(state.service(), state));
        return states;
    }

    @Override
    public void write(RecoveryState state) {
        put(Names.RECOVERY, RecoveryDocuments.of(state));
    }

    @Override
    public boolean acknowledge(ServiceId service) {
        Bson blocked =
                Filters.and(
                        Filters.eq(Names.ID, service.value()),
                        Filters.ne(RecoveryDocuments.BLOCKED_SINCE, null));
        return link.once(() ->
                        link.collection(Names.RECOVERY)
                                .updateOne(
                                        blocked,
                                        Updates.set(RecoveryDocuments.BLOCKED_SINCE, null)))
                        .getModifiedCount()
                > 0;
    }

    @Override
    public void forget(ServiceId service) {
        delete(Names.RECOVERY, service.value());
    }

    @Override
    public Optional<Pause> pause() {
        return first(Names.PAUSE, PAUSE, RecoveryDocuments::pause);
    }

    @Override
    public void pause(Pause pause) {
        put(Names.PAUSE, RecoveryDocuments.of(pause).append(Names.ID, PAUSE));
    }

    @Override
    public void resume() {
        delete(Names.PAUSE, PAUSE);
    }

    @Override
    public void write(Approval approval) {
        put(Names.APPROVALS, RecoveryDocuments.of(approval));
    }

    @Override
    public List<Approval> approvals(Instant since) {
        return all(
                link.collection(Names.APPROVALS)
                        .find(Filters.gte("requested_at", BsonValues.date(since)))
                        .sort(Sorts.descending("requested_at", Names.ID)),
                RecoveryDocuments::approval);
    }

    @Override
    public Optional<Approval> decide(String id, Verdict verdict, String who, Instant now) {
        Bson undecided =
                Filters.and(
                        Filters.eq(Names.ID, id),
                        Filters.eq("verdict", RecoveryDocuments.word(Verdict.PENDING)),
                        Filters.gt("expires_at", BsonValues.date(now)));
        Bson decision =
                Updates.combine(
                        Updates.set("verdict", RecoveryDocuments.word(verdict)),
                        Updates.set("decided_by", who),
                        Updates.set("decided_at", BsonValues.date(now)));
        var after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        Document decided =
                link.once(() ->
                        link.collection(Names.APPROVALS)
                                .findOneAndUpdate(undecided, decision, after));
        return Optional.ofNullable(decided).map(RecoveryDocuments::approval);
    }

    @Override
    public void submit(RecoveryRequest request) {
        link.once(() -> {
            try {
                return link.collection(Names.REQUESTS).insertOne(RecoveryDocuments.of(request));
            } catch (MongoWriteException e) {
                if (e.getCode() != MongoProblems.DUPLICATE_KEY) {
                    throw e;
                }
                throw new Problem(
                        ProblemCode.DUPLICATE,
                        "recovery request '" + request.id() + "' exists already",
                        "choose another id",
                        e);
            }
        });
    }

    @Override
    public List<RecoveryRequest> openRequests() {
        return all(
                link.collection(Names.REQUESTS)
                        .find(Filters.eq(FINISHED_AT, null))
                        .sort(Sorts.ascending("requested_at", "order")),
                RecoveryDocuments::request);
    }

    @Override
    public Optional<RecoveryRequest> request(String id) {
        return first(Names.REQUESTS, id, RecoveryDocuments::request);
    }

    @Override
    public void finish(String id, Instant at, boolean success, String message) {
        Bson open = Filters.and(Filters.eq(Names.ID, id), Filters.eq(FINISHED_AT, null));
        Bson end =
                Updates.combine(
                        Updates.set(FINISHED_AT, BsonValues.date(at)),
                        Updates.set("success", success),
                        Updates.set("message", message));
        link.repeated(() -> link.collection(Names.REQUESTS).updateOne(open, end));
    }

    @Override
    public long prune(Instant before) {
        return removed(Names.APPROVALS, Filters.lt("requested_at", BsonValues.date(before)))
                + removed(Names.REQUESTS, Filters.lt(FINISHED_AT, BsonValues.date(before)));
    }

    private long removed(String collection, Bson old) {
        return link.repeated(() -> link.collection(collection).deleteMany(old)).getDeletedCount();
    }

    private void put(String collection, Document document) {
        Bson it = Filters.eq(Names.ID, document.get(Names.ID));
        var whole = new ReplaceOptions().upsert(true);
        link.repeated(() -> link.collection(collection).replaceOne(it, document, whole));
    }

    private void delete(String collection, String id) {
        link.repeated(() -> link.collection(collection).deleteOne(Filters.eq(Names.ID, id)));
    }

    private <T> Optional<T> first(String collection, String id, Function<Document, T> reader) {
        return all(link.collection(collection).find(Filters.eq(Names.ID, id)), reader).stream()
                .findFirst();
    }

    private <T> List<T> all(FindIterable<Document> found, Function<Document, T> reader) {
        List<Document> documents = link.repeated(() -> found.into(new ArrayList<>()));
        return documents.stream().map(reader).toList();
    }
}
