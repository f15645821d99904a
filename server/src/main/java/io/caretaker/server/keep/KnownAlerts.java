package io.caretaker.server.keep;

import static java.util.Comparator.comparing;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The alerts that are open or ended lately, the deliveries that wait, and what people said last.
/// Because nobody but the daemon writes alerts and deliveries, it knows them from the first reading
/// and its own writing. Thread-safe.
final class KnownAlerts {
    private static final int MOST_ENDED = 1_000;

    private final Map<String, Alert> open = new HashMap<>();
    private final LinkedHashMap<String, Alert> ended = new LinkedHashMap<>();
    private final Map<String, Delivery> waiting = new HashMap<>();
    private List<Acknowledgement> words = List.of();
    private List<Mute> mutes = List.of();
    private boolean alertsKnown;
    private boolean waitingKnown;
    private boolean changed;

    /// All of it at one moment.
    ///
    /// @param waiting deliveries
    record Snapshot(
            List<Alert> alerts,
            List<Delivery> waiting,
            List<Acknowledgement> words,
            List<Mute> mutes) {
        Snapshot {
            alerts = List.copyOf(alerts);
            waiting = List.copyOf(waiting);
            words = List.copyOf(words);
            mutes = List.copyOf(mutes);
        }
    }

    synchronized List<Alert> alerts(Instant endedSince) {
        return Stream.concat(
                        open.values().stream(),
                        ended.values().stream().filter(each -> !end(each).isBefore(endedSince)))
                .sorted(comparing(Alert::since).thenComparing(Alert::id))
                .toList();
    }

    private static Instant end(Alert alert) {
        Instant end = alert.endedAt();
        return end == null ? alert.changedAt() : end;
    }

    synchronized Optional<Alert> alert(String id) {
        Alert found = open.get(id);
        return Optional.ofNullable(found == null ? ended.get(id) : found);
    }

    /// What the store said. Later readings know nothing new.
    synchronized void alerts(List<Alert> read) {
        if (!alertsKnown) {
            alertsKnown = true;
            read.stream().sorted(comparing(KnownAlerts::end)).forEach(this::put);
            changed = true;
        }
    }

    synchronized List<Delivery> waiting() {
        return waiting.values().stream()
                .sorted(
                        comparing((Delivery each) -> each.message().at())
                                .thenComparing(Delivery::id))
                .toList();
    }

    /// What the store said. Later readings know nothing new.
    synchronized void waiting(List<Delivery> read) {
        if (!waitingKnown) {
            waitingKnown = true;
            read.forEach(this::put);
            changed = true;
        }
    }

    synchronized void written(List<Alert> alerts, List<Delivery> deliveries) {
        alerts.forEach(this::put);
        deliveries.forEach(this::put);
        changed |= !alerts.isEmpty() || !deliveries.isEmpty();
    }

    private void put(Alert alert) {
        ended.remove(alert.id());
        if (alert.firing()) {
            open.put(alert.id(), alert);
            return;
        }
        open.remove(alert.id());
        ended.put(alert.id(), alert);
        if (ended.size() > MOST_ENDED) {
            ended.pollFirstEntry();
        }
    }

    private void put(Delivery delivery) {
        if (delivery.waiting()) {
            waiting.put(delivery.id(), delivery);
        } else {
            waiting.remove(delivery.id());
        }
    }

    synchronized List<Acknowledgement> words() {
        return words;
    }

    synchronized void words(List<Acknowledgement> newest) {
        changed |= !words.equals(newest);
        words = List.copyOf(newest);
    }

    synchronized List<Mute> mutes() {
        return mutes;
    }

    synchronized void mutes(List<Mute> newest) {
        changed |= !mutes.equals(newest);
        mutes = List.copyOf(newest);
    }

    /// What has to be written to the local copy; null when nothing has changed since the last call.
    synchronized @Nullable Snapshot toSave() {
        if (!changed) {
            return null;
        }
        changed = false;
        return new Snapshot(
                Stream.concat(ended.values().stream(), open.values().stream()).toList(),
                waiting(),
                words,
                mutes);
    }

    synchronized void saveAgain() {
        changed = true;
    }

    /// After a start without the store: what was known then, until the daemon writes it anew.
    synchronized void restore(Snapshot snapshot) {
        alertsKnown = true;
        waitingKnown = true;
        snapshot.alerts.forEach(this::put);
        snapshot.waiting.forEach(this::put);
        words = snapshot.words;
        mutes = snapshot.mutes;
    }
}
