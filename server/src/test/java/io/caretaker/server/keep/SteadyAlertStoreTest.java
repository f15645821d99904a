package io.caretaker.server.keep;

import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.AlertStoreContract;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.testkit.store.Samples;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// While its store answers it is like any other.
class SteadyAlertStoreTest extends AlertStoreContract {
    @TempDir Path directory;
    private final InMemoryStore real = new InMemoryStore();
    private int handles;

    @Override
    protected Store openStore() {
        return SteadyStore.open(
                () -> real, directory.resolve("handle-" + handles++), _ -> {}, () -> Samples.NOW);
    }
}
