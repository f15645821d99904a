package io.caretaker.mongostore;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.HistoryStoreContract;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

class MongoHistoryTest extends HistoryStoreContract {
    private final TestServer server = new TestServer();

    @Override
    protected Store openStore() {
        return server.open();
    }

    /// The public layout has the common ones first, and the others in an object of their own.
    @Override
    protected List<String> kept(Collection<String> names) {
        return Stream.concat(
                        names.stream().filter(Metrics.COMMON::contains),
                        names.stream().filter(name -> !Metrics.COMMON.contains(name)))
                .toList();
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
