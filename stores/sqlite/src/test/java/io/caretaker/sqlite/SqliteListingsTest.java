package io.caretaker.sqlite;

import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.ListingsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteListingsTest extends ListingsContract {
    @TempDir Path directory;

    @Override
    protected Store openStore() {
        return SqliteStore.open(directory.resolve("state"));
    }
}
