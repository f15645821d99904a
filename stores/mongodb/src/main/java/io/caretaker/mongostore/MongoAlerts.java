package io.caretaker.mongostore;

import static java.util.Comparator.comparing;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.document.AcknowledgementDocument;
import io.caretaker.core.document.AlertDocument;
import io.caretaker.core.document.DeliveryDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.MuteDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Alerts, the outbox and people's words in four public collections, under the ids they have
/// anyway. Deliveries are written before the alerts that say they were. Thread-safe.
final class MongoAlerts implements AlertStore {
    private static final ReplaceOptions WHOLE = new ReplaceOptions().upsert(true);
    private static final BulkWriteOptions IN_ORDER = new BulkWriteOptions().ordered(true);
    private static final Comparator<Delivery> BY_TIME =
            comparing((Delivery each) -> each.message().at()).thenComparing(Delivery::id);

    private final Link link;
    private final Complaints complaints;

    MongoAlerts(Link link, Complaints complaints) {
        this.link = link;
        this.complaints = complaints;
    }

    @Override
    public List<Alert> alerts(Instant endedSince) {
        Bson wanted =
                Filters.or(
                        Filters.eq(Names.STATE, "firing"),
                        Filters.gte(Names.ENDED_AT, BsonValues.date(endedSince)));
        return all(Names.ALERTS, wanted, AlertDocument::read).stream()
                .sorted(comparing(Alert::since).thenComparing(Alert::id))
                .toList();
    }

    @Override
    public Optional<Alert> alert(String id) {
        return all(Names.ALERTS, Filters.eq(Names.ID, id), AlertDocument::read).stream()
                .findFirst();
    }

    @Override
    public void write(List<Alert> alerts, List<Delivery> deliveries) {
        replace(Names.DELIVERIES, deliveries, Delivery::id, DeliveryDocument::of);
        replace(Names.ALERTS, alerts, Alert::id, AlertDocument::of);
    }

    private <T> void replace(
            String collection,
            List<T> records,
            Function<T, String> id,
            Function<T, Map<String, @Nullable Object>> document) {
        if (records.isEmpty()) {
            return;
        }
        List<ReplaceOneModel<Document>> models =
                records.stream().map(each -> whole(id.apply(each), document.apply(each))).toList();
        link.repeated(() -> link.collection(collection).bulkWrite(models, IN_ORDER));
    }

    private static ReplaceOneModel<Document> whole(
            String id, Map<String, @Nullable Object> document) {
        return new ReplaceOneModel<>(
                Filters.eq(Names.ID, id),
                BsonValues.document(document).append(Names.ID, id),
                WHOLE);
    }

    @Override
    public List<Delivery> waiting() {
        return all(Names.DELIVERIES, Filters.eq(Names.STATE, "waiting"), DeliveryDocument::read)
                .stream()
                .sorted(BY_TIME)
                .toList();
    }

    @Override
    public List<Delivery> deliveries(Instant since, int limit) {
        if (limit < 1) {
            return List.of();
        }
        FindIterable<Document> found =
                link.collection(Names.DELIVERIES)
                        .find(Filters.gte(Names.MESSAGE_AT, BsonValues.date(since)))
                        .sort(Sorts.descending(Names.MESSAGE_AT, Names.ID))
                        .limit(limit);
        return read(Names.DELIVERIES, found, DeliveryDocument::read);
    }

    @Override
    public List<Delivery> deliveriesOf(String alert) {
        return all(
                        Names.DELIVERIES,
                        Filters.eq(Names.MESSAGE_ALERTS, alert),
                        DeliveryDocument::read)
                .stream()
                .sorted(BY_TIME.reversed())
                .toList();
    }

    @Override
    public void acknowledge(Acknowledgement word) {
        put(Names.ACKNOWLEDGEMENTS, word.alert(), AcknowledgementDocument.of(word));
    }

    @Override
    public boolean unacknowledge(String alert) {
        return removed(Names.ACKNOWLEDGEMENTS, Filters.eq(Names.ID, alert)) > 0;
    }

    @Override
    public List<Acknowledgement> acknowledgements() {
        return all(Names.ACKNOWLEDGEMENTS, Filters.empty(), AcknowledgementDocument::read).stream()
                .sorted(comparing(Acknowledgement::at).thenComparing(Acknowledgement::alert))
                .toList();
    }

    @Override
    public void mute(Mute mute) {
        put(Names.MUTES, mute.id(), MuteDocument.of(mute));
    }

    @Override
    public boolean unmute(String id) {
        return removed(Names.MUTES, Filters.eq(Names.ID, id)) > 0;
    }

    @Override
    public List<Mute> mutes() {
        return all(Names.MUTES, Filters.empty(), MuteDocument::read).stream()
                .sorted(comparing(Mute::at).thenComparing(Mute::id))
                .toList();
    }

    @Override
    public long prune(Instant before) {
        Bson ended = Filters.lt(Names.ENDED_AT, BsonValues.date(before));
        long pruned =
                removed(Names.ALERTS, Filters.and(Filters.ne(Names.STATE, "firing"), ended))
                        + removed(
                                Names.DELIVERIES,
                                Filters.and(Filters.ne(Names.STATE, "waiting"), ended))
                        + removed(Names.MUTES, Filters.lt("until", BsonValues.date(before)));
        Set<Object> speechless = new HashSet<>(ids(Names.ACKNOWLEDGEMENTS, Filters.empty()));
        speechless.removeAll(ids(Names.ALERTS, Filters.in(Names.ID, speechless)));
        return speechless.isEmpty()
                ? pruned
                : pruned + removed(Names.ACKNOWLEDGEMENTS, Filters.in(Names.ID, speechless));
    }

    private Set<Object> ids(String collection, Bson wanted) {
        var ids = new HashSet<Object>();
        link.repeated(() ->
                        link.collection(collection)
                                .find(wanted)
                                .projection(Projections.include(Names.ID))
                                .into(new ArrayList<>()))
                .forEach(each -> ids.add(each.get(Names.ID)));
        return ids;
    }

    private long removed(String collection, Bson wanted) {
        return link.repeated(() -> link.collection(collection).deleteMany(wanted))
                .getDeletedCount();
    }

    private void put(String collection, String id, Map<String, @Nullable Object> document) {
        ReplaceOneModel<Document> model = whole(id, document);
        link.repeated(() ->
                link.collection(collection)
                        .replaceOne(model.getFilter(), model.getReplacement(), WHOLE));
    }

    private <T> List<T> all(String collection, Bson wanted, Function<Fields, Optional<T>> reader) {
        return read(collection, link.collection(collection).find(wanted), reader);
    }

    private <T> List<T> read(
            String collection, FindIterable<Document> found, Function<Fields, Optional<T>> reader) {
        var all = new ArrayList<T>();
        for (Document each : link.repeated(() -> found.into(new ArrayList<>()))) {
            Fields fields = Fields.lenient(each);
            reader.apply(fields)
                    .ifPresentOrElse(
                            all::add,
                            () ->
                                    complaints.also(
                                            collection
                                                    + " '"
                                                    + each.get(Names.ID)
                                                    + "': "
                                                    + Complaints.of(fields)));
        }
        return all;
    }
}
