package io.caretaker.mongostore;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// The history: raw rows in the public collection, roll-ups in one of caretaker's own. Thread-safe.
///
/// Without transactions, a reader may see rows of a batch before it sees their share of the
/// roll-ups; when [#append] returns, both are there.
final class MongoHistory implements HistoryStore {
    private static final String HOUR = "hour";
    private static final List<String> DOWN =
            List.of(StateDocument.word(Status.STOPPED), StateDocument.word(Status.ERROR));

    private final Link link;
    private final InstantSource clock;
    private final Rollups rollups;
    private final Batches batches;
    private final RowWriter writer;
    private final RowReader reader;

    MongoHistory(Link link, InstantSource clock, Duration retention) {
        this.link = link;
        this.clock = clock;
        this.rollups = new Rollups(link);
        this.batches = new Batches(link, rollups, clock);
        this.writer = new RowWriter(link, batches, rollups, retention);
        this.reader = new RowReader(link, clock);
    }

    /// Completes what a crash left.
    void repair() {
        batches.repair();
    }

    @Override
    public void append(List<HistoryEntry> entries) {
        writer.append(entries);
    }

    @Override
    public List<HistoryEntry> recent(ServiceId service, int limit) {
        return reader.newest(Filters.eq(Names.SERVICE_ID, service.value()), limit);
    }

    @Override
    public List<HistoryEntry> recent(HostId host, int limit) {
        return reader.newest(Filters.eq(Names.HOST_ID, host.value()), limit);
    }

    @Override
    public List<HistoryEntry> recent(ServiceId service, Instant before, int limit) {
        return before(Filters.eq(Names.SERVICE_ID, service.value()), before, limit);
    }

    @Override
    public List<HistoryEntry> recent(HostId host, Instant before, int limit) {
        return before(Filters.eq(Names.HOST_ID, host.value()), before, limit);
    }

    private List<HistoryEntry> before(Bson whose, Instant end, int limit) {
        return reader.newest(
                Filters.and(whose, Filters.lt(Names.TIMESTAMP, BsonValues.bound(end))), limit);
    }

    @Override
    public List<HistoryEntry> failures(Instant since, int limit) {
        return reader.newest(
                Filters.and(
                        Filters.in("status", DOWN),
                        Filters.gte(Names.TIMESTAMP, BsonValues.bound(since))),
                limit);
    }

    @Override
    public List<HistoryEntry> page(
            Instant from, Instant to, @Nullable HistoryEntry after, int limit) {
        return reader.page(from, to, after, limit);
    }

    @Override
    public List<HourlyRollup> rollups(ServiceId service, Instant from, Instant to) {
        return rollups(
                Filters.and(Filters.eq(Names.SERVICE_ID, service.value()), stretch(from, to)),
                Sorts.ascending(HOUR));
    }

    @Override
    public List<HourlyRollup> rollups(Instant from, Instant to) {
        return rollups(stretch(from, to), Sorts.ascending(HOUR, Names.SERVICE_ID));
    }

    private static Bson stretch(Instant from, Instant to) {
        return Filters.and(
                Filters.gte(HOUR, BsonValues.bound(from)), Filters.lt(HOUR, BsonValues.bound(to)));
    }

    private List<HourlyRollup> rollups(Bson condition, Bson order) {
        List<Document> found =
                link.repeated(() ->
                        link.collection(Names.ROLLUPS)
                                .find(condition)
                                .projection(Projections.exclude("counted"))
                                .sort(order)
                                .into(new ArrayList<>()));
        return found.stream().map(Tally::rollup).toList();
    }

    @Override
    public void replaceRollups(List<HourlyRollup> some) {
        rollups.replace(some);
    }

    @Override
    public Map<ServiceId, Double> uptimes(Instant since) {
        Instant first = since.truncatedTo(ChronoUnit.HOURS);
        var sums =
                List.of(
                        Aggregates.match(Filters.gte(HOUR, BsonValues.bound(first))),
                        Aggregates.group(
                                "$" + Names.SERVICE_ID,
                                Accumulators.sum("up", "$up"),
                                Accumulators.sum("down", "$down")));
        var uptimes = new HashMap<ServiceId, Double>();
        link.repeated(() -> link.collection(Names.ROLLUPS).aggregate(sums).into(new ArrayList<>()))
                .forEach(sum -> {
                    Double percent =
                            HistoryStore.percent(
                                    BsonValues.number(sum, "up"), BsonValues.number(sum, "down"));
                    if (percent != null) {
                        uptimes.put(new ServiceId(BsonValues.text(sum, Names.ID)), percent);
                    }
                });
        return uptimes;
    }

    @Override
    public long expire(Instant before, Instant rollupsBefore) {
        batches.repair();
        rollups.seal(clock.instant());
        Instant oldest = rollupsBefore.isBefore(before) ? rollupsBefore : before;
        rollups.removeBefore(oldest.truncatedTo(ChronoUnit.HOURS));
        return removeRows(before);
    }

    /// Hour by hour, so that no single command takes long.
    private long removeRows(Instant before) {
        long removed = 0;
        while (true) {
            Instant oldest = oldest(before);
            if (oldest == null) {
                return removed;
            }
            Instant end = oldest.plus(1, ChronoUnit.HOURS);
            Bson old =
                    Filters.and(
                            Filters.gte(Names.TIMESTAMP, BsonValues.date(oldest)),
                            Filters.lt(
                                    Names.TIMESTAMP,
                                    BsonValues.bound(end.isBefore(before) ? end : before)));
            removed +=
                    link.repeated(() -> link.collection(Names.HISTORY).deleteMany(old))
                            .getDeletedCount();
        }
    }

    private @Nullable Instant oldest(Instant before) {
        Document found =
                link.repeated(() ->
                        link.collection(Names.HISTORY)
                                .find(Filters.lt(Names.TIMESTAMP, BsonValues.bound(before)))
                                .sort(Sorts.ascending(Names.TIMESTAMP))
                                .projection(Projections.include(Names.TIMESTAMP))
                                .limit(1)
                                .first());
        return found == null ? null : BsonValues.instant(found, Names.TIMESTAMP);
    }
}
