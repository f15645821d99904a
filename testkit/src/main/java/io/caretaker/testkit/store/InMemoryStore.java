package io.caretaker.testkit.store;

import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.recovery.RecoveryStore;
import io.caretaker.core.status.StateStore;
import io.caretaker.core.store.Store;

/// A store for tests that behaves as the real ones do and forgets everything with the process.
/// Thread-safe. Closing does nothing: what was kept can still be looked at.
public final class InMemoryStore implements Store {
    private final InMemoryInventory inventory = new InMemoryInventory();
    private final InMemoryStates states = new InMemoryStates();
    private final InMemoryHistory history = new InMemoryHistory();
    private final InMemoryRecovery recovery = new InMemoryRecovery();
    private final InMemoryAudit audit = new InMemoryAudit();
    private final InMemoryAlerts alerts = new InMemoryAlerts();

    @Override
    public InventoryStore inventory() {
        return inventory;
    }

    @Override
    public StateStore states() {
        return states;
    }

    @Override
    public HistoryStore history() {
        return history;
    }

    @Override
    public RecoveryStore recovery() {
        return recovery;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public AlertStore alerts() {
        return alerts;
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public void verify() {}

    @Override
    public void close() {}
}
