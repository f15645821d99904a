package io.caretaker.core.store;

import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.recovery.RecoveryStore;
import io.caretaker.core.status.Listings;
import io.caretaker.core.status.PlainListings;
import io.caretaker.core.status.StateStore;

/// One place where everything is kept. Thread-safe; several processes may have the same store open.
///
/// Durable means: a `kill -9` of every process, at any instant after the call has returned, loses
/// nothing of it.
public interface Store extends AutoCloseable {
    InventoryStore inventory();

    StateStore states();

    HistoryStore history();

    RecoveryStore recovery();

    AuditLog audit();

    AlertStore alerts();

    /// Questions about many hosts and services at once.
    default Listings listings() {
        return new PlainListings(inventory(), states());
    }

    /// Where it is, for people; without credentials.
    String location();

    /// A cheap round trip.
    ///
    /// @throws io.caretaker.core.problem.Problem when the store cannot work
    void verify();

    @Override
    void close();
}
