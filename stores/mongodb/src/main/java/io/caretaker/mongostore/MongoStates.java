package io.caretaker.mongostore;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.StateStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;

/// The newest states: whole in a collection of caretaker's own, and what is public of them in the
/// services' documents. Each state is written as one; of a batch that a crash cuts off, some are
/// new and some not. Thread-safe.
final class MongoStates implements StateStore {
    private static final int CHUNK = 1000;
    private static final BulkWriteOptions ANY_ORDER = new BulkWriteOptions().ordered(false);

    private final Link link;

    MongoStates(Link link) {
        this.link = link;
    }

    @Override
    public Map<ServiceId, ServiceState> read() {
        return read(Filters.empty());
    }

    Map<ServiceId, ServiceState> read(Bson condition) {
        var states = new HashMap<ServiceId, ServiceState>();
        link.repeated(() -> link.collection(Names.STATES).find(condition).into(new ArrayList<>()))
                .forEach(document -> {
                    ServiceState state = StateDocument.read(document);
                    states.put(state.id(), state);
                });
        return states;
    }

    @Override
    public void write(Collection<ServiceState> states) {
        List<ServiceState> all = List.copyOf(states);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<ServiceState> chunk = all.subList(from, Math.min(from + CHUNK, all.size()));
            bulk(Names.STATES, chunk, MongoStates::whole);
            bulk(Names.SERVICES, chunk, MongoStates::inPublic);
        }
    }

    private void bulk(
            String collection,
            List<ServiceState> states,
            Function<ServiceState, WriteModel<Document>> model) {
        List<WriteModel<Document>> models = states.stream().map(model).toList();
        link.repeated(() -> link.collection(collection).bulkWrite(models, ANY_ORDER));
    }

    private static WriteModel<Document> whole(ServiceState state) {
        Document document = StateDocument.of(state);
        return new ReplaceOneModel<>(
                Filters.eq(Names.ID, state.id().value()),
                document,
                new ReplaceOptions().upsert(true));
    }

    private static WriteModel<Document> inPublic(ServiceState state) {
        return new UpdateOneModel<>(
                Filters.eq(Names.SERVICE_ID, state.id().value()),
                new Document("$set", StateDocument.inPublic(state)));
    }

    @Override
    public void remove(Set<ServiceId> services) {
        if (!services.isEmpty()) {
            List<String> ids = services.stream().map(ServiceId::value).toList();
            link.repeated(
                    () -> link.collection(Names.STATES).deleteMany(Filters.in(Names.ID, ids)));
        }
    }
}
