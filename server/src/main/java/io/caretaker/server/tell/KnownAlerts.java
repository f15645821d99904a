package io.caretaker.server.tell;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.Telling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The alerts that fire or about which something may still have to be said, and when each is to be
/// looked at, so that a turn looks only at what is due. Not thread-safe.
final class KnownAlerts {
    private final Map<String, Alert> byId = new LinkedHashMap<>();
    private final Map<AlertKey, Alert> byKey = new HashMap<>();
    private final Map<String, Set<String>> byThread = new HashMap<>();
    private final Map<String, Look> looks = new HashMap<>();
    private final TreeSet<Look> order =
            new TreeSet<>(Comparator.comparing(Look::at).thenComparing(Look::alert));

    private record Look(Instant at, String alert) {}

    void put(Collection<Alert> alerts) {
        alerts.forEach(this::put);
    }

    private void put(Alert alert) {
        byId.put(alert.id(), alert);
        for (Telling telling : alert.tellings()) {
            if (!telling.thread().isEmpty()) {
                byThread.computeIfAbsent(telling.thread(), _ -> new HashSet<>(1)).add(alert.id());
            }
        }
        Alert known = byKey.get(alert.key());
        // Of one key the one that fires counts, else the youngest.
        if (known == null
                || known.id().equals(alert.id())
                || (alert.firing() && !known.firing())
                || (!known.firing() && !alert.since().isBefore(known.since()))) {
            byKey.put(alert.key(), alert);
        }
    }

    @Nullable Alert newest(AlertKey key) {
        return byKey.get(key);
    }

    List<Alert> inThread(String thread) {
        return byThread.getOrDefault(thread, Set.of()).stream().map(this::alert).toList();
    }

    private Alert alert(String id) {
        Alert alert = byId.get(id);
        if (alert == null) {
            throw new IllegalStateException("an index names an alert that is not there: " + id);
        }
        return alert;
    }

    /// All of them.
    Collection<Alert> all() {
        return byId.values();
    }

    int size() {
        return byId.size();
    }

    /// Those that fire, or those that do not.
    List<Alert> firing(boolean wanted) {
        return byId.values().stream().filter(each -> each.firing() == wanted).toList();
    }

    /// Those to be looked at now.
    List<Alert> due(Instant now) {
        var due = new ArrayList<Alert>();
        for (Look look : order) {
            if (look.at.isAfter(now)) {
                break;
            }
            due.add(alert(look.alert));
        }
        return due;
    }

    /// When the next is to be looked at; null when none is.
    @Nullable Instant next() {
        return order.isEmpty() ? null : order.first().at;
    }

    /// Takes over when the alerts that were looked at are to be looked at again; one that is
    /// missing only when something changes.
    void looked(Set<String> alerts, Map<String, Instant> again) {
        for (String id : alerts) {
            Look former = looks.remove(id);
            if (former != null) {
                order.remove(former);
            }
            Instant at = again.get(id);
            if (at != null && byId.containsKey(id)) {
                var look = new Look(at, id);
                looks.put(id, look);
                order.add(look);
            }
        }
    }

    /// Everything about which something may have to be said is to be looked at now, because what
    /// people want has changed.
    void allDue(Instant now) {
        Map<String, Instant> again = new HashMap<>();
        byId.values().stream()
                .filter(alert -> looks.containsKey(alert.id()) || unfinished(alert))
                .forEach(alert -> again.put(alert.id(), now));
        looked(again.keySet(), again);
    }

    /// An event is told once, to those who were to know when it happened; a new channel is not told
    /// of old ones.
    private static boolean unfinished(Alert alert) {
        if (alert.firing()) {
            return true;
        }
        boolean owed = alert.tellings().stream().anyMatch(each -> each.owedSince() != null);
        return owed || (!alert.event() && alert.tellings().stream().anyMatch(Telling::open));
    }

    /// Forgets what ended before the instant and is not to be looked at.
    void sweep(Instant before) {
        byId.values()
                .removeIf(alert -> {
                    Instant ended = alert.endedAt();
                    boolean over =
                            ended != null
                                    && ended.isBefore(before)
                                    && !looks.containsKey(alert.id());
                    if (over) {
                        byKey.remove(alert.key(), alert);
                        alert.tellings().forEach(telling -> leave(telling.thread(), alert.id()));
                    }
                    return over;
                });
    }

    private void leave(String thread, String alert) {
        byThread.computeIfPresent(
                thread,
                (_, ids) -> {
                    ids.remove(alert);
                    return ids.isEmpty() ? null : ids;
                });
    }
}
