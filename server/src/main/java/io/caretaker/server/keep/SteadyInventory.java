package io.caretaker.server.keep;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.problem.Problem;
import java.time.Instant;
import java.util.List;

/// The inventory, as it was last known while the store does not answer; then it cannot be changed.
record SteadyInventory(StoreLine line, LastKnown known) implements InventoryStore {
    @Override
    public Inventory read() {
        return line.ask(
                store -> {
                    Inventory newest = store.inventory().read();
                    known.inventory(newest);
                    return newest;
                },
                this::remembered);
    }

    private Inventory remembered(Problem problem) {
        Inventory last = known.inventory();
        if (last == null) {
            throw problem;
        }
        return last;
    }

    @Override
    public Inventory apply(List<InventoryChange> changes, Instant now) {
        return line.ifThere(store -> store.inventory().apply(changes, now));
    }

    @Override
    public long revision() {
        return line.ask(
                store -> {
                    long newest = store.inventory().revision();
                    known.revision(newest);
                    return newest;
                },
                _ -> known.revision());
    }
}
