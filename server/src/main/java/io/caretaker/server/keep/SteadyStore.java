package io.caretaker.server.keep;

import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.recovery.RecoveryStore;
import io.caretaker.core.status.StateStore;
import io.caretaker.core.store.Store;
import io.caretaker.server.keep.LastKnown.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon's store, which goes on without the real one.
///
/// While the real store does not answer, nobody waits for it and nothing the daemon writes is
/// refused: results, audit entries, recovery states, approvals, answers, alerts and messages go to
/// files in a directory of the daemon's own, on disk before the call returns, and into the store in
/// their order when it answers again, also after a `kill -9` of the daemon in between. At most 256
/// MiB wait; then the oldest are given up, and counted. Where that directory cannot be written
/// either they wait in memory. The newest states of services wait in memory only: the next check
/// makes them anew. What the daemon asks is answered with what the store said last; the inventory
/// cannot be changed, and history cannot be read. With a local copy of what must be known it also
/// starts without the store, when that is out of reach. Thread-safe.
public final class SteadyStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyStore.class);
    private static final long MOST_BYTES = 256L << 20;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    private static final Duration TURN = Duration.ofSeconds(1);

    private final StoreLine line;
    private final LocalCopy copy;
    private final AlertCopy alertCopy;
    private final LastKnown known = new LastKnown();
    private final SteadyStates states;
    private final Thread thread;
    private volatile boolean closed;

    private SteadyStore(
            Supplier<Store> opener,
            Path directory,
            long mostBytes,
            Notifier notifier,
            InstantSource clock) {
        var spill = new Spill(directory.resolve("waiting"), mostBytes);
        this.line = new StoreLine(opener, spill, notifier, clock);
        this.copy = new LocalCopy(directory);
        this.alertCopy = new AlertCopy(directory);
        this.states = new SteadyStates(line);
        this.thread = Thread.ofPlatform().daemon().name("caretaker-store").unstarted(this::run);
    }

    /// Opens the store and keeps an eye on it.
    ///
    /// @param opener opens the real store; asked again while it throws `UNREACHABLE`
    /// @param directory of the daemon's own, for what waits and for the local copy
    /// @throws Problem what the opener throws, unless the store is only out of reach and there is a
    ///   local copy
    public static SteadyStore open(
            Supplier<Store> opener, Path directory, Notifier notifier, InstantSource clock) {
        SteadyStore store = opened(opener, directory, MOST_BYTES, notifier, clock);
        store.thread.start();
        return store;
    }

    /// One that gets the store back only in [#turn()].
    static SteadyStore opened(
            Supplier<Store> opener,
            Path directory,
            long mostBytes,
            Notifier notifier,
            InstantSource clock) {
        var store = new SteadyStore(opener, directory, mostBytes, notifier, clock);
        store.line.open();
        if (store.line.gone()) {
            store.takeCopy();
        }
        return store;
    }

    private void takeCopy() {
        Snapshot last = copy.read().orElseThrow(line::problem);
        known.restore(last);
        alertCopy.read().ifPresent(known.alerts()::restore);
        try {
            line.recall(known);
        } catch (IOException e) {
            LOG.atError().setCause(e).log("what waits for the store cannot be read");
        }
        LOG.atWarn()
                .addKeyValue("services", last.inventory().services().size())
                .log("starting without the store, with what it held last");
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(TURN);
                turn();
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /// Gets the store back if it can be had, and saves what must be known.
    boolean turn() {
        try {
            boolean back = line.turn();
            if (back) {
                states.settle();
            }
            save();
            return back;
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("keeping the store met a defect and goes on");
            return false;
        }
    }

    private void save() {
        Snapshot snapshot = known.toSave();
        if (snapshot != null && !copy.save(snapshot)) {
            known.saveAgain();
        }
        KnownAlerts.Snapshot alerts = known.alerts().toSave();
        if (alerts != null && !alertCopy.save(alerts)) {
            known.alerts().saveAgain();
        }
    }

    /// Whether the store does not answer.
    public boolean gone() {
        return line.gone();
    }

    /// How much waits for the store.
    public long waiting() {
        return line.waiting();
    }

    /// How much disk that takes, in bytes; what waits in memory is not counted.
    public long waitingBytes() {
        return line.waitingBytes();
    }

    /// How much was given up since the start because too much waited.
    public long dropped() {
        return line.dropped();
    }

    @Override
    public InventoryStore inventory() {
        return new SteadyInventory(line, known);
    }

    @Override
    public StateStore states() {
        return states;
    }

    @Override
    public HistoryStore history() {
        return new SteadyHistory(line);
    }

    @Override
    public RecoveryStore recovery() {
        return new SteadyRecovery(line, known);
    }

    @Override
    public AuditLog audit() {
        return new SteadyAudit(line);
    }

    @Override
    public AlertStore alerts() {
        return new SteadyAlerts(line, known.alerts());
    }

    @Override
    public String location() {
        Store store = line.opened();
        return store == null ? "a store that does not answer" : store.location();
    }

    @Override
    public void verify() {
        line.ifThere(store -> {
            store.verify();
            return true;
        });
    }

    /// Stops getting the store back, and closes it if it is there.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(LONGEST_STOP); // at once when never started
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        save();
        Store store = line.opened();
        if (store != null) {
            store.close();
        }
    }
}
