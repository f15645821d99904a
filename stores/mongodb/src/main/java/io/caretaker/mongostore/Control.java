package io.caretaker.mongostore;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// The one document that says how often the inventory was changed and whose turn it is. Every step
/// is one atomic update of it.
///
/// A holder counts up its beat while it works. Who waits takes over when neither turn nor beat have
/// changed for a while by the waiter's own clock, so that clocks of different machines may differ.
final class Control {
    private static final String INVENTORY = "inventory";
    private static final String OWNER = "owner";
    private static final String FENCE = "fence";
    private static final String BEAT = "beat";
    private static final String PENDING = "pending";
    private static final String REVISION = "revision";
    private static final long LONGEST_PAUSE = Duration.ofMillis(10).toNanos();
    private static final Bson IT = Filters.eq(Names.ID, INVENTORY);

    private final Link link;
    private final long patience;
    private final String me = UUID.randomUUID().toString();

    /// What the document says.
    ///
    /// @param pending the fence of changes that have been decided and are not all carried out; or
    ///   null
    record Look(long revision, long fence, long beat, boolean taken, @Nullable Long pending) {
        static Look of(@Nullable Document found) {
            if (found == null) {
                return new Look(0, 0, 0, false, null);
            }
            Object pending = found.get(PENDING);
            return new Look(
                    BsonValues.number(found, REVISION),
                    BsonValues.number(found, FENCE),
                    BsonValues.number(found, BEAT),
                    found.get(OWNER) != null,
                    pending instanceof Number number ? number.longValue() : null);
        }

        boolean sameHolder(Look other) {
            return taken && other.taken && fence == other.fence && beat == other.beat;
        }
    }

    Control(Link link, Duration patience) {
        this.link = link;
        this.patience = patience.toNanos();
    }

    private MongoCollection<Document> collection() {
        return link.collection(Names.CONTROL);
    }

    /// Makes the document where there is none.
    void begin() {
        link.repeated(() ->
                collection()
                        .updateOne(
                                IT,
                                Updates.setOnInsert(REVISION, 0L),
                                new UpdateOptions().upsert(true)));
    }

    Look look() {
        return link.repeated(() -> Look.of(collection().find(IT).first()));
    }

    /// Counts up the revision because another program has changed something.
    void changedByOthers() {
        link.repeated(() -> collection().updateOne(IT, Updates.inc(REVISION, 1L)));
    }

    /// Waits for the turn and takes it.
    ///
    /// @throws Problem `LOCKED` when the thread is interrupted
    Turn take() {
        Look held = new Look(0, 0, 0, false, null);
        long since = System.nanoTime();
        while (true) {
            Long mine = take(Filters.eq(OWNER, null));
            if (mine != null) {
                return new Held(mine);
            }
            Look now = look();
            if (!now.sameHolder(held)) {
                held = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > patience) {
                mine = take(Filters.and(Filters.eq(FENCE, now.fence), Filters.eq(BEAT, now.beat)));
                if (mine != null) {
                    return new Held(mine);
                }
            }
            pause();
        }
    }

    static void pause() {
        LockSupport.parkNanos(
                ThreadLocalRandom.current().nextLong(LONGEST_PAUSE / 5, LONGEST_PAUSE));
        if (Thread.currentThread().isInterrupted()) {
            throw new Problem(ProblemCode.LOCKED, "the wait for the store was ended", "");
        }
    }

    /// @return the new fence, or null when somebody was quicker
    private @Nullable Long take(Bson condition) {
        Document found =
                link.once(() ->
                        collection()
                                .findOneAndUpdate(
                                        Filters.and(IT, condition),
                                        Updates.combine(
                                                Updates.set(OWNER, me),
                                                Updates.inc(FENCE, 1L),
                                                Updates.inc(BEAT, 1L)),
                                        new FindOneAndUpdateOptions()
                                                .returnDocument(ReturnDocument.AFTER)));
        return found == null ? null : BsonValues.number(found, FENCE);
    }

    /// Gives the turn back; decided changes stay pending, and the next one carries them out.
    void giveBack(Turn turn) {
        link.repeated(() -> collection().updateOne(held(turn.fence()), Updates.unset(OWNER)));
    }

    private Bson held(long fence) {
        return Filters.and(IT, Filters.eq(FENCE, fence), Filters.eq(OWNER, me));
    }

    private final class Held implements Turn {
        private final long fence;

        Held(long fence) {
            this.fence = fence;
        }

        @Override
        public long fence() {
            return fence;
        }

        @Override
        public void beat() {
            update(held(fence), Updates.inc(BEAT, 1L));
        }

        @Override
        public void decide() {
            update(
                    held(fence),
                    Updates.combine(Updates.set(PENDING, fence), Updates.inc(BEAT, 1L)));
        }

        @Override
        public void done(long decided) {
            link.repeated(() ->
                    collection()
                            .updateOne(
                                    Filters.and(held(fence), Filters.eq(PENDING, decided)),
                                    Updates.combine(
                                            Updates.unset(PENDING), Updates.inc(REVISION, 1L))));
        }

        private void update(Bson condition, Bson update) {
            if (link.repeated(() -> collection().updateOne(condition, update)).getMatchedCount()
                    == 0) {
                throw new Problem(
                        ProblemCode.LOCKED,
                        "another caretaker took over the change of the inventory, because this one was"
                                + " too slow",
                        "look what the inventory holds now and try again");
            }
        }
    }
}
