package io.caretaker.mongostore;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.core.inventory.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;

/// Writes the roll-ups: one document for each service and hour, which also knows which rows of its
/// hour it has counted. A row is counted by one atomic update that does nothing when it was counted
/// before, so that everything here may be done again, by several at once and after a crash.
///
/// An hour that is over for long is sealed: it forgets which rows it has counted, and takes only
/// rows that were never stored before.
final class Rollups {
    private static final String COUNTED = "counted";
    private static final String SEALED = "sealed";
    private static final String HOUR = "hour";
    private static final String LONGEST = "longest_us";
    private static final int CHUNK = 500;
    private static final Duration OPEN = Duration.ofDays(1);
    private static final Duration LOOKED_BACK = Duration.ofDays(9);
    private static final BulkWriteOptions ANY_ORDER = new BulkWriteOptions().ordered(false);

    private final Link link;

    private record Key(ServiceId service, Instant hour) {
        static Key of(HistoryEntry row) {
            return new Key(row.serviceId(), row.timestamp().truncatedTo(ChronoUnit.HOURS));
        }

        String id() {
            return service.value() + '/' + hour.getEpochSecond();
        }

        int offset(HistoryEntry row) {
            return (int) (row.timestamp().toEpochMilli() - hour.toEpochMilli());
        }
    }

    Rollups(Link link) {
        this.link = link;
    }

    private MongoCollection<Document> collection() {
        return link.collection(Names.ROLLUPS);
    }

    /// Counts rows that were stored just now.
    void countNew(Collection<HistoryEntry> rows) {
        count(rows, new Document());
    }

    /// Counts those of the rows that were stored before and perhaps not counted.
    void countStored(Collection<HistoryEntry> rows) {
        count(rows, new Document(SEALED, new Document("$ne", true)));
    }

    private void count(Collection<HistoryEntry> rows, Document condition) {
        var hours = new LinkedHashMap<Key, List<HistoryEntry>>();
        rows.stream()
                .filter(row -> row.recovery() == null)
                .forEach(
                        row -> hours.computeIfAbsent(Key.of(row), _ -> new ArrayList<>()).add(row));
        List<Map.Entry<Key, List<HistoryEntry>>> all = List.copyOf(hours.entrySet());
        for (int from = 0; from < all.size(); from += CHUNK) {
            countChunk(all.subList(from, Math.min(from + CHUNK, all.size())), condition);
        }
    }

    private void countChunk(List<Map.Entry<Key, List<HistoryEntry>>> hours, Document condition) {
        List<WriteModel<Document>> models =
                hours.stream()
                        .map(each -> model(each.getKey(), each.getValue(), condition, true))
                        .toList();
        // An hour that has counted one of the rows, or is sealed, refuses the update, and then its
        // document cannot be made either, because it is there.
        for (int refused : refused(models)) {
            Map.Entry<Key, List<HistoryEntry>> hour = hours.get(refused);
            refused(
                    hour.getValue().stream()
                            .map(row -> model(hour.getKey(), List.of(row), condition, false))
                            .toList());
        }
    }

    /// @return the numbers of the models that failed because their document is there already
    private List<Integer> refused(List<WriteModel<Document>> models) {
        return link.repeated(() -> {
            try {
                collection().bulkWrite(models, ANY_ORDER);
                return List.of();
            } catch (MongoBulkWriteException e) {
                if (e.getWriteConcernError() != null
                        || e.getWriteErrors().stream()
                                .anyMatch(each -> each.getCode() != MongoProblems.DUPLICATE_KEY)) {
                    throw e;
                }
                return e.getWriteErrors().stream().map(BulkWriteError::getIndex).toList();
            }
        });
    }

    private static WriteModel<Document> model(
            Key key, List<HistoryEntry> rows, Document condition, boolean make) {
        List<Integer> offsets = rows.stream().map(key::offset).toList();
        Tally tally = rows.stream().map(Tally::of).reduce(Tally.NONE, Tally::plus);
        // Flat, so that every server finds it by its id.
        Document it =
                new Document(Names.ID, key.id()).append(COUNTED, new Document("$nin", offsets));
        it.putAll(condition);
        Document update =
                new Document("$inc", tally.counts())
                        .append("$max", new Document(LONGEST, tally.longest()))
                        .append("$push", new Document(COUNTED, new Document("$each", offsets)))
                        .append("$setOnInsert", place(key));
        return new UpdateOneModel<>(it, update, new UpdateOptions().upsert(make));
    }

    private static Document place(Key key) {
        return new Document(Names.SERVICE_ID, key.service.value())
                .append(HOUR, BsonValues.date(key.hour));
    }

    void replace(List<HourlyRollup> rollups) {
        for (int from = 0; from < rollups.size(); from += CHUNK) {
            List<WriteModel<Document>> models =
                    rollups.subList(from, Math.min(from + CHUNK, rollups.size())).stream()
                            .map(Rollups::replacement)
                            .toList();
            link.repeated(() -> collection().bulkWrite(models, ANY_ORDER));
        }
    }

    private static WriteModel<Document> replacement(HourlyRollup rollup) {
        var key = new Key(rollup.service(), rollup.hour());
        Tally tally = Tally.of(rollup);
        Document document = place(key).append(Names.ID, key.id());
        document.putAll(tally.counts());
        document.append(LONGEST, tally.longest()).append(SEALED, true);
        return new ReplaceOneModel<>(
                Filters.eq(Names.ID, key.id()), document, new ReplaceOptions().upsert(true));
    }

    /// Seals what is over for long.
    void seal(Instant now) {
        Bson over =
                Filters.and(
                        Filters.gte(HOUR, BsonValues.date(now.minus(LOOKED_BACK))),
                        Filters.lt(HOUR, BsonValues.date(now.minus(OPEN))),
                        Filters.exists(COUNTED));
        link.repeated(() ->
                collection()
                        .updateMany(
                                over,
                                Updates.combine(
                                        Updates.set(SEALED, true), Updates.unset(COUNTED))));
    }

    void removeBefore(Instant hour) {
        link.repeated(() -> collection().deleteMany(Filters.lt(HOUR, BsonValues.bound(hour))));
    }
}
