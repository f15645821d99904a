package io.caretaker.mongostore;

import com.mongodb.client.model.Filters;
import io.caretaker.core.check.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.types.ObjectId;

/// Notes of the batches that are being written, so that what a crash left uncounted is found
/// without reading the whole history.
final class Batches {
    private static final String STRETCHES = "stretches";
    private static final Duration CERTAINLY_OVER = Duration.ofMinutes(5);
    private static final int PAGE = 2000;

    private final Link link;
    private final Rollups rollups;
    private final InstantSource clock;

    private record Stretch(Instant from, Instant to) {
        Stretch with(Instant at) {
            return new Stretch(at.isBefore(from) ? at : from, at.isAfter(to) ? at : to);
        }

        Document document() {
            return new Document("from", BsonValues.date(from)).append("to", BsonValues.date(to));
        }
    }

    Batches(Link link, Rollups rollups, InstantSource clock) {
        this.link = link;
        this.rollups = rollups;
        this.clock = clock;
    }

    ObjectId begin(Collection<HistoryEntry> rows) {
        var hours = new TreeMap<Instant, Stretch>();
        for (HistoryEntry row : rows) {
            Instant at = row.timestamp();
            hours.merge(
                    at.truncatedTo(ChronoUnit.HOURS),
                    new Stretch(at, at),
                    (known, _) -> known.with(at));
        }
        var id = new ObjectId();
        Document note =
                new Document(Names.ID, id)
                        .append("at", BsonValues.date(clock.instant()))
                        .append(STRETCHES, hours.values().stream().map(Stretch::document).toList());
        link.once(() -> link.collection(Names.BATCHES).insertOne(note));
        return id;
    }

    void end(ObjectId id) {
        link.repeated(() -> link.collection(Names.BATCHES).deleteOne(Filters.eq(Names.ID, id)));
    }

    /// Counts what was stored and not counted. Batches that somebody may still be writing stay
    /// noted.
    void repair() {
        Instant over = clock.instant().minus(CERTAINLY_OVER);
        for (Document batch :
                link.repeated(
                        () -> link.collection(Names.BATCHES).find().into(new ArrayList<>()))) {
            batch.getList(STRETCHES, Document.class, List.of()).forEach(this::count);
            if (BsonValues.known(batch, "at").isBefore(over)) {
                end(batch.getObjectId(Names.ID));
            }
        }
    }

    private void count(Document stretch) {
        var page = new ArrayList<Document>(PAGE);
        for (Document each : stored(stretch.getDate("from"), stretch.getDate("to"))) {
            if (HistoryRows.own(each)) {
                page.add(each);
            }
            if (page.size() == PAGE) {
                rollups.countStored(HistoryRows.read(page));
                page.clear();
            }
        }
        rollups.countStored(HistoryRows.read(page));
    }

    private List<Document> stored(Date from, Date to) {
        return link.repeated(() ->
                link.collection(Names.HISTORY)
                        .find(
                                Filters.and(
                                        Filters.gte(Names.TIMESTAMP, from),
                                        Filters.lte(Names.TIMESTAMP, to)))
                        .into(new ArrayList<>()));
    }
}
