package io.caretaker.mongostore;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;

/// The inventory in the three public collections. Thread-safe.
final class MongoInventory implements InventoryStore {
    private static final int TRIES = 20;

    private final Link link;
    private final Control control;
    private final Changes changes;
    private final Complaints complaints;
    private final Revision revision;
    private final boolean readOnly;

    MongoInventory(
            Link link,
            Control control,
            Complaints complaints,
            Revision revision,
            boolean readOnly) {
        this.link = link;
        this.control = control;
        this.changes = new Changes(link);
        this.complaints = complaints;
        this.revision = revision;
        this.readOnly = readOnly;
    }

    @Override
    public Inventory read() {
        for (int tried = 0; tried < TRIES; tried++) {
            long before = settled();
            Assembly found = load();
            Control.Look after = control.look();
            if (after.pending() == null && after.revision() == before) {
                return taken(found);
            }
        }
        return inTurn(_ -> taken(load()));
    }

    @Override
    public Inventory apply(List<InventoryChange> wanted, Instant now) {
        return inTurn(turn -> {
            Inventory before = taken(load());
            Inventory after = before.with(wanted, now);
            List<Step> steps = Steps.between(before, after);
            if (!steps.isEmpty()) {
                changes.apply(turn, steps);
            }
            return after;
        });
    }

    @Override
    public long revision() {
        return revision.now();
    }

    /// Waits until no change is half carried out; carries out one whose maker is gone.
    ///
    /// @return how often caretakers have changed the inventory
    long settled() {
        Control.Look found = control.look();
        if (found.pending() == null) {
            return found.revision();
        }
        return inTurn(_ -> control.look().revision());
    }

    private <T> T inTurn(Function<Turn, T> work) {
        Turn turn = control.take();
        try {
            changes.finish(turn, control.look());
            return work.apply(turn);
        } finally {
            giveBack(turn);
        }
    }

    private void giveBack(Turn turn) {
        try {
            control.giveBack(turn);
        } catch (Problem _) {
            // It runs out, and what led here is what people should hear of.
        }
    }

    private Assembly load() {
        return new Assembly()
                .environments(all(Names.ENVIRONMENTS))
                .hosts(all(Names.HOSTS))
                .services(all(Names.SERVICES));
    }

    private List<Document> all(String collection) {
        return link.repeated(() -> link.collection(collection).find().into(new ArrayList<>()));
    }

    private Inventory taken(Assembly found) {
        Inventory inventory = found.inventory();
        complaints.now(found.complaints());
        if (!readOnly) {
            found.misplaced().forEach(this::putRight);
        }
        return inventory;
    }

    /// Copies the host's environment and region to a service that another program wrote.
    private void putRight(Assembly.Misplaced found) {
        Service service = found.service();
        link.repeated(() ->
                link.collection(Names.SERVICES)
                        .updateOne(
                                Filters.and(
                                        Filters.eq(Names.SERVICE_ID, service.id().value()),
                                        Filters.eq(Names.HOST_ID, service.hostId().value()),
                                        Filters.eq(Names.ENVIRONMENT, found.environment()),
                                        Filters.eq(Names.REGION, found.region())),
                                Updates.combine(
                                        Updates.set(Names.ENVIRONMENT, service.environment()),
                                        Updates.set(Names.REGION, service.region()))));
    }
}
