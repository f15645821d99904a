package io.caretaker.sqlite;

import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.recovery.RecoveryStore;
import io.caretaker.core.status.Listings;
import io.caretaker.core.status.StateStore;
import io.caretaker.core.store.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The embedded store: `caretaker.db` and one history file a day in a state directory of its own.
/// Several processes may have it open. Instants are kept to the millisecond, response times to the
/// microsecond. Thread-safe; virtual threads may call it.
public final class SqliteStore implements Store {
    private final StateDirectory directory;
    private final boolean readOnly;
    private final PlatformThreads threads = new PlatformThreads();
    private final Readers readers = new Readers();
    private final Database database;
    private final Database rollups;
    private final SqliteHistory history;
    private final SqliteAlerts alerts;

    private SqliteStore(Path path, boolean readOnly) {
        this.directory = new StateDirectory(path);
        this.readOnly = readOnly;
        this.database =
                new Database(directory.database(), Schema.STORE, readOnly, readers, threads);
        this.rollups =
                new Database(directory.rollups(), Schema.ROLLUPS, readOnly, readers, threads);
        this.history = new SqliteHistory(directory, rollups, readers, threads);
        this.alerts = new SqliteAlerts(database);
    }

    /// Opens the store for reading and writing; creates it, or brings it to the newest layout,
    /// where needed.
    ///
    /// @throws io.caretaker.core.problem.Problem `STORE_UNWRITABLE`, `STORE_CORRUPT`, or `INVALID`
    ///   when a newer caretaker wrote it
    public static SqliteStore open(Path stateDirectory) {
        return checked(new SqliteStore(stateDirectory, false));
    }

    /// Opens a store that exists, for reading only; the daemon may write meanwhile.
    ///
    /// @throws io.caretaker.core.problem.Problem `NOT_FOUND` when there is none
    public static SqliteStore openReadOnly(Path stateDirectory) {
        return checked(new SqliteStore(stateDirectory, true));
    }

    /// Renames the files that are damaged to `*.damaged-<time>`, so that the next opening starts
    /// new ones. No program may have the store open. Reads every file from end to end.
    ///
    /// @return the files under their new names; empty when none is damaged
    public static List<Path> setAside(Path stateDirectory) {
        return new DamagedFiles(new StateDirectory(stateDirectory)).setAside(Instant.now());
    }

    private static SqliteStore checked(SqliteStore store) {
        boolean sound = false;
        try {
            store.attach();
            sound = true;
            return store;
        } finally {
            if (!sound) {
                store.close();
            }
        }
    }

    private void attach() {
        if (readOnly) {
            database.read(_ -> true);
        } else {
            database.open();
        }
    }

    @Override
    public InventoryStore inventory() {
        return new SqliteInventory(database);
    }

    @Override
    public StateStore states() {
        return new SqliteStates(database);
    }

    @Override
    public HistoryStore history() {
        return history;
    }

    @Override
    public RecoveryStore recovery() {
        return new SqliteRecovery(database);
    }

    @Override
    public AuditLog audit() {
        return new SqliteAudit(database);
    }

    @Override
    public AlertStore alerts() {
        return alerts;
    }

    @Override
    public Listings listings() {
        return new SqliteListings(database, Store.super.listings());
    }

    @Override
    public String location() {
        return directory.path().toString();
    }

    @Override
    public void verify() {
        if (readOnly) {
            database.read(file -> file.number("SELECT count(*) FROM sqlite_schema"));
        } else {
            database.verify();
        }
    }

    @Override
    public void close() {
        try {
            database.close();
            rollups.close();
            history.close();
            readers.close();
        } catch (SQLException e) {
            throw SqliteProblems.of(directory.database(), e);
        } finally {
            threads.close();
        }
    }
}
