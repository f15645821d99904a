package io.caretaker.web.live;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.server.Caretaker;
import io.caretaker.server.care.HealthBoard;
import io.caretaker.server.tell.AlertsNow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds out what has changed in the daemon's memory since it was last asked. Not thread-safe.
final class Changes {
    private final Caretaker caretaker;
    private Inventory inventory = Inventory.EMPTY;
    private AlertsNow alerts = AlertsNow.NONE;
    private Map<String, Alert> alertsById = Map.of();
    private List<Approval> approvals = List.of();
    private Set<String> open = Set.of();
    private @Nullable Pause pause;
    private Map<ServiceId, HealthBoard.Health> health = Map.of();

    Changes(Caretaker caretaker) {
        this.caretaker = caretaker;
    }

    /// Takes in how everything is, without telling.
    void begin(Instant now) {
        batch(List.of(), Set.of(), now);
    }

    Batch batch(List<Batch.Observed> results, Set<ServiceId> looked, Instant now) {
        AlertsNow newest = caretaker.alerts().now();
        Set<Batch.Stir> stirs = stirs(newest);
        List<Alert> changedAlerts = alerts(newest);
        alerts = newest;
        List<Approval> changedApprovals = approvals();
        if (questions(now)) {
            stirs.add(Batch.Stir.QUESTIONS);
        }
        return new Batch(
                now,
                results,
                health(),
                changedAlerts,
                changedApprovals,
                pause(now),
                inventory(),
                stirs,
                looked);
    }

    private Set<Batch.Stir> stirs(AlertsNow newest) {
        var stirs = EnumSet.noneOf(Batch.Stir.class);
        if (!newest.words().equals(alerts.words()) || !newest.mutes().equals(alerts.mutes())) {
            stirs.add(Batch.Stir.WORDS);
        }
        if (!newest.firing().equals(alerts.firing()) || !newest.ended().equals(alerts.ended())) {
            stirs.add(Batch.Stir.TOLD);
        }
        return stirs;
    }

    /// Whether other questions stand open than before; one that expires is in no list.
    private boolean questions(Instant now) {
        Set<String> newest =
                approvals.stream()
                        .filter(each -> each.open(now))
                        .map(Approval::id)
                        .collect(Collectors.toUnmodifiableSet());
        if (newest.equals(open)) {
            return false;
        }
        open = newest;
        return true;
    }

    private List<Alert> alerts(AlertsNow newest) {
        if (newest.equals(alerts)) {
            return List.of();
        }
        var byId = new HashMap<String, Alert>();
        var changed = new ArrayList<Alert>();
        for (List<Alert> some : List.of(newest.firing(), newest.ended())) {
            for (Alert each : some) {
                byId.put(each.id(), each);
                Alert before = alertsById.get(each.id());
                if (before == null || differs(before, each)) {
                    changed.add(each);
                }
            }
        }
        alertsById = byId;
        return changed;
    }

    /// Whom it was told to is no news for people who look.
    private static boolean differs(Alert before, Alert after) {
        return !(before.state() == after.state()
                && before.severity() == after.severity()
                && before.title().equals(after.title())
                && before.text().equals(after.text())
                && before.held().equals(after.held())
                && before.beginnings().equals(after.beginnings()));
    }

    private List<Approval> approvals() {
        List<Approval> newest = caretaker.recovery().approvals();
        if (newest.equals(approvals)) {
            return List.of();
        }
        List<Approval> changed = newest.stream().filter(each -> !approvals.contains(each)).toList();
        approvals = newest;
        return changed;
    }

    private Batch.@Nullable PauseChange pause(Instant now) {
        Pause read = caretaker.recovery().pause();
        Pause newest = read == null || read.over(now) ? null : read;
        if (Objects.equals(newest, pause)) {
            return null;
        }
        pause = newest;
        return new Batch.PauseChange(newest);
    }

    private @Nullable Inventory inventory() {
        Inventory newest = caretaker.inventory();
        if (newest == inventory) {
            return null;
        }
        inventory = newest;
        return newest;
    }

    private Map<ServiceId, HealthPicture> health() {
        Map<ServiceId, HealthBoard.Health> newest = caretaker.health().all();
        var changed = new HashMap<ServiceId, HealthPicture>();
        newest.forEach((id, each) -> {
            HealthBoard.Health before = health.get(id);
            if (!each.equals(before)) {
                HealthPicture picture = HealthPicture.of(each);
                if (before == null || !Objects.equals(HealthPicture.of(before), picture)) {
                    changed.put(id, picture);
                }
            }
        });
        health = newest;
        return changed;
    }
}
