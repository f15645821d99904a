package io.caretaker.mongostore;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import io.caretaker.core.check.HistoryEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.types.ObjectId;

/// Appends rows: notes the batch, stores the rows, counts them, takes the note away. Whatever a
/// crash cuts off is completed by doing it again, or by [Batches#repair].
final class RowWriter {
    private static final int BATCH = 10_000;
    private static final int CHUNK = 1000;
    private static final InsertManyOptions ANY_ORDER = new InsertManyOptions().ordered(false);

    private final Link link;
    private final Batches batches;
    private final Rollups rollups;
    private final Duration retention;

    RowWriter(Link link, Batches batches, Rollups rollups, Duration retention) {
        this.link = link;
        this.batches = batches;
        this.rollups = rollups;
        this.retention = retention;
    }

    void append(List<HistoryEntry> entries) {
        for (int from = 0; from < entries.size(); from += BATCH) {
            batch(HistoryRows.byId(entries.subList(from, Math.min(from + BATCH, entries.size()))));
        }
    }

    private void batch(Map<String, HistoryEntry> rows) {
        ObjectId batch = batches.begin(rows.values());
        Set<String> known = insert(rows);
        rollups.countNew(
                rows.entrySet().stream()
                        .filter(each -> !known.contains(each.getKey()))
                        .map(Map.Entry::getValue)
                        .toList());
        if (!known.isEmpty()) {
            rollups.countStored(stored(known));
        }
        batches.end(batch);
    }

    /// @return the ids of the rows that were there before
    private Set<String> insert(Map<String, HistoryEntry> rows) {
        var known = new HashSet<String>();
        var chunk = new ArrayList<Document>(CHUNK);
        rows.forEach((id, row) -> {
            chunk.add(HistoryRows.document(id, row, retention));
            if (chunk.size() == CHUNK) {
                known.addAll(insert(chunk));
                chunk.clear();
            }
        });
        if (!chunk.isEmpty()) {
            known.addAll(insert(chunk));
        }
        return known;
    }

    private Set<String> insert(List<Document> documents) {
        return link.repeated(() -> {
            try {
                link.collection(Names.HISTORY).insertMany(documents, ANY_ORDER);
                return Set.of();
            } catch (MongoBulkWriteException e) {
                return known(documents, e);
            }
        });
    }

    private static Set<String> known(List<Document> documents, MongoBulkWriteException failure) {
        var known = new HashSet<String>();
        if (failure.getWriteConcernError() != null) {
            throw failure;
        }
        failure.getWriteErrors()
                .forEach(each -> {
                    if (each.getCode() != MongoProblems.DUPLICATE_KEY) {
                        throw failure;
                    }
                    known.add(documents.get(each.getIndex()).getString(Names.ID));
                });
        return known;
    }

    private List<HistoryEntry> stored(Set<String> ids) {
        return HistoryRows.read(
                link.repeated(() ->
                        link.collection(Names.HISTORY)
                                .find(Filters.in(Names.ID, ids))
                                .into(new ArrayList<>())));
    }
}
