package io.caretaker.sqlite;

import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.AuditLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditTest extends AuditLogContract {
    @TempDir Path directory;

    @Override
    protected Store openStore() {
        return SqliteStore.open(directory.resolve("state"));
    }
}
