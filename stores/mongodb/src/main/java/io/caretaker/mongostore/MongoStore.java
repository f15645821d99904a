package io.caretaker.mongostore;

import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.recovery.RecoveryStore;
import io.caretaker.core.status.Listings;
import io.caretaker.core.status.StateStore;
import io.caretaker.core.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.bson.Document;

/// The store for fleets: one MongoDB database, whose public collections other programs may read and
/// write. Several processes may have it open. Instants are kept to the millisecond, response times
/// to the microsecond. Thread-safe; virtual threads may call it.
///
/// Needs neither transactions nor a replica set: servers from 4.2 on.
public final class MongoStore implements Store {
    private final Link link;
    private final Complaints complaints = new Complaints();
    private final MongoInventory inventory;
    private final MongoStates states;
    private final MongoHistory history;

    private MongoStore(Link link, Terms terms, boolean readOnly) {
        this.link = link;
        var control = new Control(link, terms.patience());
        var revision = new Revision(link, control, terms.betweenFullLooks());
        this.inventory = new MongoInventory(link, control, complaints, revision, readOnly);
        this.states = new MongoStates(link);
        this.history = new MongoHistory(link, terms.clock(), terms.retention());
        if (!readOnly) {
            complaints.lasting(new Layout(link).bring());
            control.begin();
            history.repair();
        }
    }

    /// How the store goes about it.
    ///
    /// @param retention how long after its timestamp a row may be removed by the server
    /// @param patience how long another process may be silent before its change is finished for it
    /// @param betweenFullLooks time between two searches for changes by other programs that left no
    ///   other trace
    public record Terms(
            Duration retention, Duration patience, Duration betweenFullLooks, InstantSource clock) {
        public static Terms of(Duration retention) {
            return new Terms(
                    retention,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    InstantSource.system());
        }
    }

    /// Opens the store for reading and writing; makes collections and indexes that are missing.
    ///
    /// @throws io.caretaker.core.problem.Problem `UNREACHABLE` with the address, `DENIED`, or
    ///   `INVALID` when a newer caretaker wrote it
    public static MongoStore open(MongoAddress address, Terms terms) {
        return opened(address, terms, false);
    }

    /// Opens the store for reading; nothing is made or put right. One that was never written is
    /// empty.
    public static MongoStore openReadOnly(MongoAddress address, Terms terms) {
        return opened(address, terms, true);
    }

    private static MongoStore opened(MongoAddress address, Terms terms, boolean readOnly) {
        var link = new Link(address);
        boolean sound = false;
        try {
            var store = new MongoStore(link, terms, readOnly);
            store.verify();
            sound = true;
            return store;
        } finally {
            if (!sound) {
                link.close();
            }
        }
    }

    @Override
    public InventoryStore inventory() {
        return inventory;
    }

    @Override
    public StateStore states() {
        return states;
    }

    @Override
    public HistoryStore history() {
        return history;
    }

    @Override
    public RecoveryStore recovery() {
        return new MongoRecovery(link);
    }

    @Override
    public AuditLog audit() {
        return new MongoAudit(link);
    }

    @Override
    public AlertStore alerts() {
        return new MongoAlerts(link, complaints);
    }

    @Override
    public Listings listings() {
        return new MongoListings(link, inventory, states);
    }

    /// What is wrong with documents that other programs wrote, as far as they have been read; each
    /// is also logged once.
    public List<String> problems() {
        return complaints.all();
    }

    @Override
    public String location() {
        return link.address().label();
    }

    @Override
    public void verify() {
        link.command(new Document("ping", 1));
    }

    @Override
    public void close() {
        link.close();
    }
}
