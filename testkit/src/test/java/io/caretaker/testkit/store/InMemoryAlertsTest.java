package io.caretaker.testkit.store;

import io.caretaker.core.store.Store;

class InMemoryAlertsTest extends AlertStoreContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected Store openStore() {
        return store;
    }
}
