package io.caretaker.server.tell;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes alerts and deliveries to the store. What the store does not take waits here in its newest
/// form and is written with whatever comes next, so that telling people goes on without a store.
/// Thread-safe.
final class AlertBook {
    private static final Logger LOG = LoggerFactory.getLogger("alerts");

    /// Of messages that have left only so many wait for the store.
    private static final int MOST_ENDED = 10_000;

    private final Supplier<AlertStore> store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final Map<String, Delivery> deliveries = new LinkedHashMap<>();
    private boolean failing;

    AlertBook(Supplier<AlertStore> store) {
        this.store = store;
    }

    /// Writes these and what waits.
    ///
    /// @return whether all of it is durable
    boolean write(List<Alert> changed, List<Delivery> moved) {
        lock.lock();
        try {
            changed.forEach(each -> alerts.put(each.id(), each));
            moved.forEach(each -> deliveries.put(each.id(), each));
            return writeAll();
        } finally {
            lock.unlock();
        }
    }

    /// Tries to write what waits.
    void retry() {
        write(List.of(), List.of());
    }

    /// Whether something waits for the store.
    boolean behind() {
        lock.lock();
        try {
            return failing;
        } finally {
            lock.unlock();
        }
    }

    private boolean writeAll() {
        if (alerts.isEmpty() && deliveries.isEmpty()) {
            return true;
        }
        try {
            store.get().write(List.copyOf(alerts.values()), List.copyOf(deliveries.values()));
        } catch (Problem problem) {
            failed(problem);
            return false;
        }
        alerts.clear();
        deliveries.clear();
        if (failing) {
            failing = false;
            LOG.info("alerts are written down again");
        }
        return true;
    }

    private void failed(Problem problem) {
        if (!failing) {
            failing = true;
            LOG.atError()
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("alerts cannot be written down; people are told from memory");
        }
        if (deliveries.size() > MOST_ENDED) {
            var ended =
                    new ArrayList<>(
                            deliveries.values().stream()
                                    .filter(each -> !each.waiting())
                                    .map(Delivery::id)
                                    .toList());
            ended.subList(0, Math.min(ended.size(), deliveries.size() - MOST_ENDED))
                    .forEach(deliveries::remove);
        }
    }
}
