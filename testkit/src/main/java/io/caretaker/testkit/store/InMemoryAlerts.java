package io.caretaker.testkit.store;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNullElse;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Alerts, the outbox and people's words, in memory. Thread-safe.
final class InMemoryAlerts implements AlertStore {
    private static final Comparator<Delivery> BY_TIME =
            comparing((Delivery each) -> each.message().at()).thenComparing(Delivery::id);

    private final Map<String, Alert> alerts = new HashMap<>();
    private final Map<String, Delivery> deliveries = new HashMap<>();
    private final Map<String, Acknowledgement> words = new HashMap<>();
    private final Map<String, Mute> mutes = new HashMap<>();

    @Override
    public synchronized List<Alert> alerts(Instant endedSince) {
        return alerts.values().stream()
                .filter(each -> !endedBefore(end(each), endedSince))
                .sorted(comparing(Alert::since).thenComparing(Alert::id))
                .toList();
    }

    @Override
    public synchronized Optional<Alert> alert(String id) {
        return Optional.ofNullable(alerts.get(id));
    }

    @Override
    public synchronized void write(List<Alert> newAlerts, List<Delivery> newDeliveries) {
        newDeliveries.forEach(each -> deliveries.put(each.id(), each));
        newAlerts.forEach(each -> alerts.put(each.id(), each));
    }

    @Override
    public synchronized List<Delivery> waiting() {
        return deliveries.values().stream().filter(Delivery::waiting).sorted(BY_TIME).toList();
    }

    @Override
    public synchronized List<Delivery> deliveries(Instant since, int limit) {
        return newest(each -> !each.message().at().isBefore(since)).limit(limit).toList();
    }

    @Override
    public synchronized List<Delivery> deliveriesOf(String alert) {
        return newest(each ->
                        each.message().lines().stream()
                                .anyMatch(line -> line.alert().equals(alert)))
                .toList();
    }

    private Stream<Delivery> newest(Predicate<Delivery> wanted) {
        return deliveries.values().stream().filter(wanted).sorted(BY_TIME.reversed());
    }

    @Override
    public synchronized void acknowledge(Acknowledgement word) {
        words.put(word.alert(), word);
    }

    @Override
    public synchronized boolean unacknowledge(String alert) {
        return words.remove(alert) != null;
    }

    @Override
    public synchronized List<Acknowledgement> acknowledgements() {
        return words.values().stream()
                .sorted(comparing(Acknowledgement::at).thenComparing(Acknowledgement::alert))
                .toList();
    }

    @Override
    public synchronized void mute(Mute mute) {
        mutes.put(mute.id(), mute);
    }

    @Override
    public synchronized boolean unmute(String id) {
        return mutes.remove(id) != null;
    }

    @Override
    public synchronized List<Mute> mutes() {
        return mutes.values().stream().sorted(comparing(Mute::at).thenComparing(Mute::id)).toList();
    }

    @Override
    public synchronized long prune(Instant before) {
        long all = size();
        alerts.values().removeIf(each -> endedBefore(end(each), before));
        deliveries.values().removeIf(each -> endedBefore(end(each), before));
        mutes.values().removeIf(each -> endedBefore(each.until(), before));
        words.keySet().removeIf(each -> !alerts.containsKey(each));
        return all - size();
    }

    private long size() {
        return alerts.size() + (long) deliveries.size() + words.size() + mutes.size();
    }

    private static @Nullable Instant end(Alert alert) {
        return alert.firing() ? null : requireNonNullElse(alert.endedAt(), alert.changedAt());
    }

    private static @Nullable Instant end(Delivery delivery) {
        return delivery.waiting() ? null : requireNonNullElse(delivery.endedAt(), delivery.next());
    }

    private static boolean endedBefore(@Nullable Instant end, Instant instant) {
        return end != null && end.isBefore(instant);
    }
}
