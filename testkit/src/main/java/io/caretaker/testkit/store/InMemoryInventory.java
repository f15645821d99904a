package io.caretaker.testkit.store;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.InventoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An inventory in memory. Thread-safe.
final class InMemoryInventory implements InventoryStore {
    private Inventory inventory = Inventory.EMPTY;
    private long revision;

    @Override
    public synchronized Inventory read() {
        return inventory;
    }

    @Override
    public synchronized Inventory apply(List<InventoryChange> changes, Instant now) {
        Inventory after = inventory.with(changes, now);
        if (!content(after).equals(content(inventory))) {
            revision++;
        }
        inventory = after;
        return after;
    }

    private static List<Object> content(Inventory inventory) {
        var content = new ArrayList<Object>(inventory.hosts());
        content.addAll(inventory.services());
        content.addAll(inventory.environments());
        return content;
    }

    @Override
    public synchronized long revision() {
        return revision;
    }
}
