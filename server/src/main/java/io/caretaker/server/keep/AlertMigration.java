package io.caretaker.server.keep;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Moves alerts, deliveries and people's words from one store to another; twice is once.
record AlertMigration(AlertStore from, AlertStore to) {
    private static final int BATCH = 2_000;

    /// Whether the target holds nothing of the kind.
    boolean intoNothing() {
        return to.alerts(Instant.EPOCH).isEmpty()
                && to.deliveries(Instant.EPOCH, 1).isEmpty()
                && to.acknowledgements().isEmpty()
                && to.mutes().isEmpty();
    }

    /// Moves all of it; says how much that is.
    long move() {
        List<Delivery> deliveries = from.deliveries(Instant.EPOCH, Integer.MAX_VALUE);
        inBatches(deliveries, some -> to.write(List.of(), some));
        List<Alert> alerts = from.alerts(Instant.EPOCH);
        inBatches(alerts, some -> to.write(some, List.of()));
        List<Acknowledgement> words = from.acknowledgements();
        words.forEach(to::acknowledge);
        List<Mute> mutes = from.mutes();
        mutes.forEach(to::mute);
        return deliveries.size() + alerts.size() + words.size() + (long) mutes.size();
    }

    private static <T> void inBatches(List<T> all, Consumer<List<T>> writer) {
        for (int from = 0; from < all.size(); from += BATCH) {
            writer.accept(all.subList(from, Math.min(from + BATCH, all.size())));
        }
    }
}
