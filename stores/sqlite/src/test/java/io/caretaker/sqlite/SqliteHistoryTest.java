package io.caretaker.sqlite;

import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.HistoryStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest extends HistoryStoreContract {
    @TempDir Path directory;

    @Override
    protected Store openStore() {
        return SqliteStore.open(directory.resolve("state"));
    }
}
