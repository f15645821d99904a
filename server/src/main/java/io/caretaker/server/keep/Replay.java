package io.caretaker.server.keep;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings to the store what waited for it, in its order. May bring the same thing twice: rows count
/// once by the history's contract, states are put in place, and an audit entry that is there
/// already is not added again.
final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final int BATCH = 5_000;
    private static final int LOOK_BACK = 200;

    private final Store store;

    Replay(Store store) {
        this.store = store;
    }

    /// @throws Problem when the store is gone again
    void bring(List<Waiting> some) {
        var rows = new ArrayList<HistoryEntry>();
        var alerts = new ArrayList<Waiting.Alerts>();
        for (Waiting each : some) {
            switch (each) {
                case Waiting.Row(var entry) -> rows.add(entry);
                case Waiting.Audited(var entry) -> guarded(() -> audit(entry));
                case Waiting.Recovery(var state) -> guarded(() -> store.recovery().write(state));
                case Waiting.Forgotten(var id) -> guarded(() -> store.recovery().forget(id));
                case Waiting.Asked(var approval) -> guarded(() -> store.recovery().write(approval));
                case Waiting.Alerts word -> alerts.add(word);
                case Waiting.Finished done ->
                        guarded(() ->
                                store.recovery()
                                        .finish(
                                                done.request(),
                                                done.at(),
                                                done.success(),
                                                done.message()));
            }
            if (rows.size() >= BATCH) {
                append(rows);
            }
        }
        append(rows);
        write(alerts);
    }

    /// The newest of each at once, because what came in between has no meaning any more.
    private void write(List<Waiting.Alerts> words) {
        var alerts = new LinkedHashMap<String, Alert>();
        var deliveries = new LinkedHashMap<String, Delivery>();
        for (Waiting.Alerts each : words) {
            each.deliveries().forEach(delivery -> deliveries.put(delivery.id(), delivery));
            each.alerts().forEach(alert -> alerts.put(alert.id(), alert));
        }
        try {
            store.alerts().write(List.copyOf(alerts.values()), List.copyOf(deliveries.values()));
        } catch (Problem problem) {
            if (StoreLine.away(problem)) {
                throw problem;
            }
            words.forEach(
                    each -> guarded(() -> store.alerts().write(each.alerts(), each.deliveries())));
        }
    }

    private void append(List<HistoryEntry> rows) {
        var batch = List.copyOf(rows);
        rows.clear();
        appendAll(batch);
    }

    /// A row that the store refuses must not keep its neighbours out.
    private void appendAll(List<HistoryEntry> rows) {
        if (rows.size() <= 1) {
            rows.forEach(row -> guarded(() -> store.history().append(List.of(row))));
            return;
        }
        try {
            store.history().append(rows);
        } catch (Problem problem) {
            if (StoreLine.away(problem)) {
                throw problem;
            }
            appendAll(rows.subList(0, rows.size() / 2));
            appendAll(rows.subList(rows.size() / 2, rows.size()));
        }
    }

    private void audit(AuditEntry entry) {
        AuditLog log = store.audit();
        boolean there =
                log.recent(entry.target(), LOOK_BACK).stream()
                        .anyMatch(record -> record.entry().kept().equals(entry.kept()));
        if (!there) {
            log.append(entry);
        }
    }

    /// What the store refuses for ever must not stop what comes after it.
    private static void guarded(Runnable word) {
        try {
            word.run();
        } catch (Problem problem) {
            if (StoreLine.away(problem)) {
                throw problem;
            }
            LOG.atError()
                    .addKeyValue("problem", problem.message())
                    .log("the store refuses something that waited for it; it is left out");
        }
    }
}
