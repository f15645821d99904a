package io.caretaker.sqlite;

import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.InventoryStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteInventoryTest extends InventoryStoreContract {
    @TempDir Path directory;

    @Override
    protected Store openStore() {
        return SqliteStore.open(directory.resolve("state"));
    }
}
