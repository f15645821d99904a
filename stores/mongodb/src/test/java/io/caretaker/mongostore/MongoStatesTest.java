package io.caretaker.mongostore;

import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.StateStoreContract;
import org.junit.jupiter.api.AfterEach;

class MongoStatesTest extends StateStoreContract {
    private final TestServer server = new TestServer();

    @Override
    protected Store openStore() {
        return server.open();
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
