package io.caretaker.core.inventory;

import java.time.Instant;
import java.util.List;

/// Hosts, services and environments on disk.
public interface InventoryStore {
    /// A consistent snapshot.
    Inventory read();

    /// Applies all changes or none, by the rules of [Inventory#with], against the newest content,
    /// also with several processes changing at once. Durable when it returns.
    ///
    /// @return the inventory after the changes
    Inventory apply(List<InventoryChange> changes, Instant now);

    /// A number that differs whenever the inventory was changed by anyone; cheap enough to ask
    /// every second.
    long revision();
}
