package io.caretaker.sqlite;

import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.RecoveryStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRecoveryTest extends RecoveryStoreContract {
    @TempDir Path directory;

    @Override
    protected Store openStore() {
        return SqliteStore.open(directory.resolve("state"));
    }
}
