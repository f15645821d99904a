package io.caretaker.mongostore;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.caretaker.core.check.HistoryEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Reads raw rows that have not expired, by the public indexes.
final class RowReader {
    private static final int MORE = 16;
    private static final Comparator<HistoryEntry> IN_PAGES =
            Comparator.comparing(HistoryEntry::timestamp).thenComparing(HistoryEntry::serviceId);

    private final Link link;
    private final InstantSource clock;

    RowReader(Link link, InstantSource clock) {
        this.link = link;
        this.clock = clock;
    }

    private MongoCollection<Document> collection() {
        return link.collection(Names.HISTORY);
    }

    List<HistoryEntry> newest(Bson condition, int limit) {
        return limit < 1
                ? List.of()
                : HistoryRows.read(find(condition, Sorts.descending(Names.TIMESTAMP), limit));
    }

    private List<Document> find(Bson condition, Bson order, int limit) {
        // True also of rows that other programs wrote without it.
        Bson lasting = Filters.not(Filters.lte("expires_at", BsonValues.date(clock.instant())));
        return link.repeated(() ->
                collection()
                        .find(Filters.and(condition, lasting))
                        .sort(order)
                        .limit(limit)
                        .into(new ArrayList<>()));
    }

    /// The index knows the order of milliseconds; the order within one is made here.
    List<HistoryEntry> page(Instant from, Instant to, @Nullable HistoryEntry after, int limit) {
        Instant first = after != null && after.timestamp().isAfter(from) ? after.timestamp() : from;
        if (limit < 1) {
            return List.of();
        }
        for (int asked = limit + MORE; ; asked *= 2) {
            List<Document> found =
                    find(stretch(first, to), Sorts.ascending(Names.TIMESTAMP), asked);
            boolean more = found.size() == asked;
            List<HistoryEntry> page =
                    whole(found, more)
                            .filter(row -> after == null || IN_PAGES.compare(row, after) > 0)
                            .sorted(IN_PAGES)
                            .limit(limit)
                            .toList();
            if (!page.isEmpty() || !more) {
                return page;
            }
        }
    }

    private static Bson stretch(Instant from, Instant to) {
        return Filters.and(
                Filters.gte(Names.TIMESTAMP, BsonValues.bound(from)),
                Filters.lt(Names.TIMESTAMP, BsonValues.bound(to)));
    }

    /// The rows, with all of the last millisecond when there may be more of it.
    private Stream<HistoryEntry> whole(List<Document> found, boolean more) {
        var byId = new LinkedHashMap<Object, Document>();
        found.forEach(each -> byId.put(each.get(Names.ID), each));
        if (more) {
            Bson last = Filters.eq(Names.TIMESTAMP, found.getLast().get(Names.TIMESTAMP));
            link.repeated(() -> collection().find(last).into(new ArrayList<>()))
                    .forEach(each -> byId.put(each.get(Names.ID), each));
        }
        return HistoryRows.read(byId.values()).stream();
    }
}
