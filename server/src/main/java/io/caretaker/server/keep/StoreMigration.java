package io.caretaker.server.keep;

import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves everything from one store to another by their ports alone. Every part may be moved twice;
/// history and audit log go on where they were. Recovery requests that are finished stay behind:
/// they are answers that were read. Nobody else may write to either store. Not thread-safe.
public final class StoreMigration {
    private static final int BATCH = 2_000;
    private static final int AUDIT_BATCH = 1_000;

    private final Store from;
    private final Store to;
    private final MigrationProgress progress;
    private final Instant now;

    /// Told of each step.
    public interface Watcher {
        void moved(String part, long count);
    }

    /// @param now what `updated_at` of nothing is set to, and the end of what is young
    public StoreMigration(Store from, Store to, MigrationProgress progress, Instant now) {
        this.from = from;
        this.to = to;
        this.progress = progress;
        this.now = now;
    }

    /// Refuses a target that holds something which this migration did not bring.
    ///
    /// @throws Problem `DENIED`
    public void refuseForeign() {
        if (progress.begun()) {
            return;
        }
        Inventory there = to.inventory().read();
        boolean empty =
                there.hosts().isEmpty()
                        && there.services().isEmpty()
                        && there.environments().isEmpty()
                        && to.audit().after(0, 1).isEmpty()
                        && to.recovery().states().isEmpty()
                        && new AlertMigration(from.alerts(), to.alerts()).intoNothing()
                        && !new HistoryReader(
                                        to.history(),
                                        HistoryReader.ALWAYS_FROM,
                                        HistoryReader.ALWAYS_TO,
                                        null)
                                .hasNext();
        if (!empty) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the store " + to.location() + " holds data already",
                    "name an empty one, or add --continue to move into it all the same");
        }
    }

    /// Moves all of it, or what an interrupted run left to be moved.
    public void move(Watcher watcher) {
        progress.begin();
        watcher.moved("inventory", inventory());
        watcher.moved("states", states());
        watcher.moved("recovery", recovery());
        watcher.moved("alerts", new AlertMigration(from.alerts(), to.alerts()).move());
        history(watcher);
        watcher.moved("roll-ups", rollups());
        watcher.moved("audit", audit());
    }

    private long inventory() {
        Inventory all = from.inventory().read();
        var changes = new ArrayList<InventoryChange>();
        all.environments().forEach(each -> changes.add(new InventoryChange.PutEnvironment(each)));
        all.hosts().forEach(each -> changes.add(new InventoryChange.PutHost(each)));
        all.services().forEach(each -> changes.add(new InventoryChange.PutService(each)));
        if (!changes.isEmpty()) {
            to.inventory().apply(changes, now);
        }
        return changes.size();
    }

    private long states() {
        var states = from.states().read().values();
        to.states().write(states);
        return states.size();
    }

    private long recovery() {
        var states = from.recovery().states().values();
        states.forEach(to.recovery()::write);
        var approvals = from.recovery().approvals(Instant.EPOCH);
        approvals.forEach(to.recovery()::write);
        List<RecoveryRequest> requests = from.recovery().openRequests();
        requests.stream()
                .filter(each -> to.recovery().request(each.id()).isEmpty())
                .forEach(to.recovery()::submit);
        Pause pause = from.recovery().pause().orElse(null);
        if (pause != null) {
            to.recovery().pause(pause);
        }
        return states.size() + approvals.size() + (long) requests.size() + (pause == null ? 0 : 1);
    }

    private void history(Watcher watcher) {
        HistoryEntry last = progress.lastRow();
        long moved = 0;
        List<HistoryEntry> page = page(last);
        while (!page.isEmpty()) {
            to.history().append(page);
            last = page.getLast();
            progress.reached(last);
            moved += page.size();
            watcher.moved("history", moved);
            page = page(last);
        }
    }

    private List<HistoryEntry> page(@Nullable HistoryEntry after) {
        return from.history()
                .page(HistoryReader.ALWAYS_FROM, HistoryReader.ALWAYS_TO, after, BATCH);
    }

    /// After the rows, whose own share they replace.
    private long rollups() {
        long moved = 0;
        for (RollupStretch each : RollupStretch.all(now)) {
            List<HourlyRollup> some = from.history().rollups(each.from(), each.to());
            if (!some.isEmpty()) {
                to.history().replaceRollups(some);
                moved += some.size();
            }
        }
        return moved;
    }

    private long audit() {
        List<AuditRecord> newest = to.audit().recent(null, 1);
        long number = newest.isEmpty() ? 0 : newest.getFirst().number();
        long moved = 0;
        List<AuditRecord> some = from.audit().after(number, AUDIT_BATCH);
        while (!some.isEmpty()) {
            to.audit().restore(some);
            moved += some.size();
            some = from.audit().after(some.getLast().number(), AUDIT_BATCH);
        }
        return moved;
    }
}
