package io.caretaker.server.desk;

import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.Inventory;
import java.time.Instant;

/// What the fields mean that people leave out of a service's document.
@FunctionalInterface
public interface EntryDefaults {
    /// The defaults in force.
    ///
    /// @param now the time of creation of what is new
    /// @param inventory where a service's host is looked up
    ServiceDefaults at(Instant now, Inventory inventory);
}
