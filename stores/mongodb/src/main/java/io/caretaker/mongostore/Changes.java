package io.caretaker.mongostore;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/// Carries out many changes as one, without transactions: they are noted in whole first, then
/// decided by one atomic update, then carried out. Whoever finds decided changes carries them out;
/// undecided ones never happened.
final class Changes {
    private static final String FENCE = "fence";
    private static final String PART = "part";
    private static final String STEPS = "steps";
    private static final int CHUNK = 500;
    private static final BulkWriteOptions ANY_ORDER = new BulkWriteOptions().ordered(false);

    private final Link link;

    Changes(Link link) {
        this.link = link;
    }

    void apply(Turn turn, List<Step> steps) {
        note(turn, steps);
        turn.decide();
        carryOut(turn, steps);
        turn.done(turn.fence());
        forget(turn);
    }

    /// Carries out what was decided in a turn that did not come to its end, and clears away what
    /// was not.
    void finish(Turn turn, Control.Look found) {
        Long pending = found.pending();
        if (pending != null) {
            carryOut(turn, noted(pending));
            turn.done(pending);
        }
        forget(turn);
    }

    private void note(Turn turn, List<Step> steps) {
        for (int from = 0; from < steps.size(); from += CHUNK) {
            List<Step> part = steps.subList(from, Math.min(from + CHUNK, steps.size()));
            Document note =
                    new Document(Names.ID, turn.fence() + "/" + from)
                            .append(FENCE, turn.fence())
                            .append(PART, from)
                            .append(STEPS, part.stream().map(Step::document).toList());
            turn.beat();
            link.repeated(() ->
                    link.collection(Names.CHANGES)
                            .replaceOne(
                                    Filters.eq(Names.ID, note.get(Names.ID)),
                                    note,
                                    new com.mongodb.client.model.ReplaceOptions().upsert(true)));
        }
    }

    private List<Step> noted(long fence) {
        var steps = new ArrayList<Step>();
        link.repeated(() ->
                        link.collection(Names.CHANGES)
                                .find(Filters.eq(FENCE, fence))
                                .sort(Sorts.ascending(PART))
                                .into(new ArrayList<>()))
                .forEach(part ->
                        part.getList(STEPS, Document.class, List.of()).stream()
                                .map(Step::of)
                                .forEach(steps::add));
        return steps;
    }

    private void carryOut(Turn turn, List<Step> steps) {
        Map<String, List<WriteModel<Document>>> byCollection = new TreeMap<>();
        for (Step step : steps) {
            byCollection
                    .computeIfAbsent(step.collection(), _ -> new ArrayList<>())
                    .add(step.model());
        }
        byCollection.forEach((collection, models) -> {
            for (int from = 0; from < models.size(); from += CHUNK) {
                List<WriteModel<Document>> chunk =
                        models.subList(from, Math.min(from + CHUNK, models.size()));
                turn.beat();
                link.repeated(() -> link.collection(collection).bulkWrite(chunk, ANY_ORDER));
            }
        });
    }

    private void forget(Turn turn) {
        link.repeated(
                () -> link.collection(Names.CHANGES).deleteMany(Filters.lte(FENCE, turn.fence())));
    }
}
